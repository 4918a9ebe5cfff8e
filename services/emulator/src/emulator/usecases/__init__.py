"""What can be done to the network, one act per file."""
