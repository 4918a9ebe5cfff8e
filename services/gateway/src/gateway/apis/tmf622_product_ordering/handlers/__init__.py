"""Who answers: orders, and their live progress."""
