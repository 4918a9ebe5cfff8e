"""Call records in files, for whoever collects them."""
