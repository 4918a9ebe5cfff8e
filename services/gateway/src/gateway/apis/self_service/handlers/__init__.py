"""Who answers: subscribers, and packs."""
