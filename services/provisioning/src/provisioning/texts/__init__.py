"""Texts to handsets: asked for, held back at night, handed to the SMS centre, kept."""
