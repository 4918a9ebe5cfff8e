"""What use and months take from accounts, and what is kept aside before."""
