"""The engine: an order is placed, judged, carried on, withdrawn, held, shown."""
