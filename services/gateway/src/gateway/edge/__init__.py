"""Who calls the gateway: people and systems, by REST."""
