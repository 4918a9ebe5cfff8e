"""An account from its opening to its end: open, plan, keep, close."""
