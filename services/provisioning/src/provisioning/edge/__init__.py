"""Who calls us: gRPC, Kafka, and work that is due."""
