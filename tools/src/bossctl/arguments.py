"""The words bossctl understands."""

import argparse

from bossctl import (
    __version__,
    accounts,
    adjustments,
    appointments,
    catalogue,
    changes,
    clock,
    completion,
    credit,
    drill,
    explain,
    gifts,
    handset,
    locks,
    offers,
    orders,
    packs,
    parked,
    payments,
    reconcile,
    records,
    stock,
    texts,
    tokens,
    trace,
    usage,
    vault,
    vouchers,
    waiting,
)
from bossctl.keys import command as secrets
from bossctl.release import command as upgrade
from bossctl.words import Parsers, with_json

COMMANDS = (
    stock, vault, catalogue, tokens, orders, changes, parked, appointments, trace, reconcile, clock,
    offers, explain, accounts, payments, gifts, vouchers, adjustments, credit, usage, packs,
    records, texts, locks, handset, waiting, secrets, drill, upgrade, completion,
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    root = argparse.ArgumentParser(
        prog="bossctl",
        description="Operate the operator.",
        epilog="BOSS_PEERS and BOSS_CALL_KEY_FILE lead to it; `make run` writes operator.env.",
    )
    root.add_argument(
        "--as",
        dest="acting_as",
        default="",
        metavar="NAME",
        help="who asks, for the audit; usually the name of your account on this machine",
    )
    root.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    with_json(root)
    parsers: Parsers = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_words(parsers)
    return root
