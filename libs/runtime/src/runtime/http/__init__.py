"""The web door: how many may stand in it, how long they may take, and what is noted of them."""
