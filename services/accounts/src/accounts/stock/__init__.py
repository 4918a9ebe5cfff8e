"""Numbers and SIM cards the operator has."""
