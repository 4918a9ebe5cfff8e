"""Who pays: tariffs, usage, balances, the ledger, credit control."""
