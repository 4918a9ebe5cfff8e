"""Visitors, numbers, causes, credit and call records: values, no I/O."""
