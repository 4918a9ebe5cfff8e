"""SMPP 3.4 as octets, on the centre's side."""
