"""Kafka: the outbox and its relay, consumers and the inbox, parked messages and their redriving."""
