"""What several commands say alike."""

import argparse
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from bossctl.client import Client

if TYPE_CHECKING:
    Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
else:
    Parsers: TypeAlias = object

Arguments = argparse.Namespace
Run = Callable[[Arguments, Client], Awaitable[int]]
RunHere = Callable[[Arguments], int]


def with_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, which may stand before the command or behind it."""
    parser.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="answer one JSON document; amounts are whole numbers of fen",
    )


def group(parsers: Parsers, name: str, *, about: str) -> Parsers:
    """Add a command that has commands of its own."""
    inner = parsers.add_parser(name, help=about, description=about)
    return inner.add_subparsers(dest="act", required=True, metavar="ACT")


def command(parsers: Parsers, name: str, *, about: str, run: Run) -> argparse.ArgumentParser:
    """Add a command that asks services."""
    added = parsers.add_parser(name, help=about, description=about)
    added.set_defaults(run=run)
    with_json(added)
    return added


def local_command(
    parsers: Parsers, name: str, *, about: str, run: RunHere
) -> argparse.ArgumentParser:
    """Add a command that asks no service."""
    added = parsers.add_parser(name, help=about, description=about)
    added.set_defaults(run_here=run)
    with_json(added)
    return added


def with_cluster(parser: argparse.ArgumentParser) -> None:
    """Add where the operator runs; kubectl's own configuration says the rest."""
    parser.add_argument("--namespace", default="", help="usually that of the manifests")
    parser.add_argument("--context", default="", help="of kubectl's configuration; usually its own")


def with_reason(parser: argparse.ArgumentParser) -> None:
    """An act that is audited says why."""
    parser.add_argument("--reason", required=True, help="why; it is kept in the audit")
