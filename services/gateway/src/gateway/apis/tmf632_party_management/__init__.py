"""TMF632: the persons customers are."""
