"""The catalogue of billing as TMF620 shows it."""
