"""Who calls: gRPC, Kafka, what is due."""
