"""What goes wrong at an element: its refusals, and faults that a test sets."""
