"""The HLR and its authentication centre."""
