"""Lines and frames of a file of records, and the event of a use."""
