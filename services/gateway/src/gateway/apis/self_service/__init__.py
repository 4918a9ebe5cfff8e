"""What somebody sees and does about their own numbers, in fen."""
