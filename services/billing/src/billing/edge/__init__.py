"""Who calls billing: services, topics, timers."""
