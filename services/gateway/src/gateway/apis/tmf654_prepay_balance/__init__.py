"""TMF654: what is left, topping up, and adjusting."""
