"""What a network element is, without its wires and its disk."""
