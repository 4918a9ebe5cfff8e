"""Who calls: gRPC, Kafka, work that is due."""
