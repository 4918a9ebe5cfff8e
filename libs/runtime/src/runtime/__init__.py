"""Plumbing that every service stands on: database, outbox, Kafka, gRPC, work, time, telemetry."""
