"""Who answers: payments and refunds."""
