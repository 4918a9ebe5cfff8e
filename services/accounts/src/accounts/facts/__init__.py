"""Everything an order is about, at one moment."""
