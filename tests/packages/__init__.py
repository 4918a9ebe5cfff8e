"""What people install, used as a stranger would: no checkout, no environment of ours."""
