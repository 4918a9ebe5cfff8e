"""The way in: signed in, allowed, not too fast; every error in one form."""
