"""Whom the gateway calls: the services, and Kafka for live progress."""
