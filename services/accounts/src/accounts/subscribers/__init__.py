"""Numbers in service: holder, card, agreement, stops."""
