"""Who looked at or changed what, in all services; nothing kept is ever changed."""
