"""The MML door: operators and their systems command the HLR."""
