"""Orders, plans, facts, steps and the form of a process."""
