"""One number of the stock: how it is, and for whom it is held."""
