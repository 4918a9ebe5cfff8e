"""What a text is and where it is; templates; the hours of the night."""
