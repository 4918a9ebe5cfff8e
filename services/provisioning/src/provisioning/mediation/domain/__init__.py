"""Files, records and what tells two uses apart: values, no I/O."""
