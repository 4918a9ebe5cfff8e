"""What a handset shows and sends, as values."""
