"""Who asks for a comparison or a repair, and the nightly one."""
