"""Completion for the shell: `completion bash | zsh | tcsh` prints a script to be sourced."""

import argparse

from bossctl.outcome import DONE, Misused
from bossctl.output import say
from bossctl.words import Arguments, Parsers, with_json

SHELLS = ("bash", "zsh", "tcsh")


def add_words(parsers: Parsers) -> None:
    about = "print a script that completes these words: source <(bossctl completion bash)"
    parser = parsers.add_parser("completion", help=about, description=about)
    parser.add_argument("shell", choices=SHELLS)
    with_json(parser)


def run(arguments: Arguments, known: argparse.ArgumentParser) -> int:
    """Print the script for all words `known`; needs no service. Raises Misused without shtab."""
    try:
        import shtab  # noqa: PLC0415  # for this command alone
    except ImportError as missing:
        raise Misused("Completion needs the package shtab: pip install shtab.") from missing
    script = shtab.complete(known, shell=arguments.shell)
    say(script, script=script)
    return DONE
