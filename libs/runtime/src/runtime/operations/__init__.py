"""What every service answers to the people who operate it."""
