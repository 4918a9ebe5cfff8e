"""One file per act at the HLR that more than one door, or another area, needs."""
