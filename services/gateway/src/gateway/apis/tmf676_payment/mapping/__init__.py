"""Payments and refunds as TMF676 shows and reads them."""
