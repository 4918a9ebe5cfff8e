"""Who pays, for whom, up to which limit: accounts, their numbers and their customers."""
