"""The SMS centre's door for who sends many texts: SMPP 3.4."""
