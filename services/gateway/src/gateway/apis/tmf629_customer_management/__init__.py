"""TMF629: customers, whose segment and region decide what is sold to them."""
