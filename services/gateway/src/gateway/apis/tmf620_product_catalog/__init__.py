"""TMF620: what is sold; loaded as a whole elsewhere, so it is only read here."""
