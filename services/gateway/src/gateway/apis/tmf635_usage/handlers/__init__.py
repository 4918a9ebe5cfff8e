"""Who answers: rated records, and what a use consists of."""
