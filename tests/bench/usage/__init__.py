"""Usage from Kafka to the ledger, beside one set-based insert of the same rows."""
