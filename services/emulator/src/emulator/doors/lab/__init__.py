"""The lab: plays handsets, sets faults, shows what the HLR holds."""
