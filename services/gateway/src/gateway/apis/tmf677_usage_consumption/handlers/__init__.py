"""Who answers: reports, and answered queries."""
