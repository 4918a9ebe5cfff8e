"""The Secrets of an operator: what there must be, how each is made, and how it is exchanged."""
