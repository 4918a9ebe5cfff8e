"""Changes as protobuf."""
