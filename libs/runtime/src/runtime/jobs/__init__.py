"""What is due and nobody waits for: work with a lease, timers, and loops that start over."""
