"""Who calls for texts: gRPC, Kafka, the SMS centre, and work that is due."""
