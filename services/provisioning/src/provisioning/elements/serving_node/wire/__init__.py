"""GSUP messages and the IPA frames that carry them."""
