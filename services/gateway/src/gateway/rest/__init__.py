"""What every API of this door shares, and no API knows about another."""
