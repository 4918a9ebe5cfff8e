"""The node that serves a card, reached by GSUP through the HLR."""
