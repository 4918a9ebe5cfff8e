"""Posting is the only writer of balances: what holds that is the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src/billing"
POSTING = {"ledger/usecases/post_entries.py", "ledger/usecases/post_use.py"}
BOOKING = {"append", "append_together", "deduct"}
"""What writes into the ledger, or takes from an account."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in SOURCES.rglob("usecases/*.py"):
        where = path.relative_to(SOURCES).as_posix()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield where, node


def method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def repository(call: ast.Call) -> str:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner.attr if isinstance(owner, ast.Attribute) else ""


def test_only_posting_writes_into_the_ledger_and_takes_from_accounts() -> None:
    writers = {
        where
        for where, call in calls()
        if repository(call) in {"ledger", "accounts"} and method(call) in BOOKING
    }

    assert writers == POSTING


def test_an_act_gives_an_account_no_other_balance() -> None:
    """It goes through `Account.booked` and `Account.less`, which posting alone keeps."""
    given = {
        where
        for where, call in calls()
        if ast.unparse(call.func) == "replace"
        and any(word.arg == "balance" for word in call.keywords)
    }

    assert given == set()
