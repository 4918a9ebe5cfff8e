"""What the gateway decides by itself: who may do what."""
