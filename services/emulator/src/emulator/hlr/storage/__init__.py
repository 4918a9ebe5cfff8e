"""The HLR's tables, in PostgreSQL."""
