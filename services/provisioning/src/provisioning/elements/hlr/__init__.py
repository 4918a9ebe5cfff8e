"""The HLR, told in the MML dialect over TCP."""
