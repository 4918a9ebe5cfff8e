"""What several APIs show of the same thing: whose account, payments, persons."""
