"""Sessions at the HLR and the driver that speaks through them."""
