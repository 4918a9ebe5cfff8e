"""Who answers: the till, and who pays later."""
