"""Releases: `upgrade check | run | rollback | state`."""

from bossctl.release import bringing, state
from bossctl.words import Parsers, group


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "upgrade", about="bring a release into use, and go back")
    for each in (bringing, state):
        each.add_words(acts)
