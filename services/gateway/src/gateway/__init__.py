"""The gateway: one REST door for everybody; it knows no business."""
