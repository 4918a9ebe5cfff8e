"""Who asks about records, and the folder that is looked at."""
