"""Accounts of billing as TMF654 shows them."""
