"""The desk: proofs of who was checked, and the stock."""
