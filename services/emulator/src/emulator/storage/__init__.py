"""Where the network keeps its state."""
