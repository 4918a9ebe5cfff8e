"""Who calls for changes: gRPC, Kafka, and work that is due."""
