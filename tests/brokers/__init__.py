"""The services' own clients against a real Apache Kafka with TLS and access lists."""
