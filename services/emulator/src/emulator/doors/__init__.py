"""The doors of the elements: MML, GSUP, and the lab that plays handsets."""
