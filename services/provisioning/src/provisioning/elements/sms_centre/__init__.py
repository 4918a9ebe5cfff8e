"""The SMS centre, spoken to in SMPP 3.4."""
