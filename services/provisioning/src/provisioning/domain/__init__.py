"""Changes, the course they take, and what the network shows: values, no I/O."""
