"""Orders as TMF622 shows and reads them."""
