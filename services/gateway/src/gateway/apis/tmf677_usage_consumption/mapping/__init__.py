"""Use and what is left as TMF677 shows them."""
