"""Changes, the course they take and what they leave: values, no I/O."""
