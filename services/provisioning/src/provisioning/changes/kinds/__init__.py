"""One file per change: what to tell the element next, given what it answered."""
