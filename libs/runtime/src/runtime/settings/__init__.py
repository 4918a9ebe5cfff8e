"""What a process is told by its environment: its service, the database, the broker."""
