"""TMF635: every record of use with its charge."""
