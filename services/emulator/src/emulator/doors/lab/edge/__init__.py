"""gRPC calls of the lab."""
