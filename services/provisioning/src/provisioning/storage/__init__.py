"""Tables of provisioning, in PostgreSQL."""
