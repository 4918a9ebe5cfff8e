"""How much is kept: bytes of a subscriber, an order and a record of use, by what a server has."""
