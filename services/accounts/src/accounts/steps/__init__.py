"""The steps orders may command."""
