"""TMF676: payments, and what is paid back."""
