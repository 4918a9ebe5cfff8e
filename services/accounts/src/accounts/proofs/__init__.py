"""Who was checked, how and where."""
