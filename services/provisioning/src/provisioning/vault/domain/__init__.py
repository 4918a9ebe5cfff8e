"""Keys of a card, and the arithmetic that proves them: values, no I/O."""
