"""Accounts: customers, papers and proofs, subscribers and their stops, numbers and SIM cards."""
