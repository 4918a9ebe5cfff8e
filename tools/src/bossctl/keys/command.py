"""The Secrets of an operator: `secrets list | make | save | rotate | reseal`."""

from bossctl.keys import listing, making, resealing, rotating, saving
from bossctl.words import Parsers, group


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "secrets", about="the Secrets of an operator in Kubernetes")
    for each in (listing, making, saving, rotating, resealing):
        each.add_words(acts)
