"""The one table of what orders may command."""
