"""Acts on texts, one file each."""
