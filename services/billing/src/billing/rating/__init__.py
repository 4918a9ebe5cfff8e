"""What a use costs: by its row, with the rest of its month, and beyond allowances."""
