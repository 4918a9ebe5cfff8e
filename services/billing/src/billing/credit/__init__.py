"""How far somebody may owe, and what is wanted of who owes more."""
