"""What is sold at which price, each version for the days it is valid."""
