"""What billing is about: accounts, money, tariffs."""
