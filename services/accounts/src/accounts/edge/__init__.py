"""Who calls accounts: gRPC, Kafka, and what is due."""
