"""The bare floor: the same calls, commits, hops and commands as an order, and no business."""
