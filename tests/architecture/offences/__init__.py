"""How each contract is broken: a file per service whose areas have contracts of their own."""
