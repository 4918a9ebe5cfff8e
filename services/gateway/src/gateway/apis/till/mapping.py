"""Books beside an account's cash as plain endpoints show them, in fen."""

from typing import Any

from boss.billing.v1.questions_pb2 import BalanceBook


def shown_book(book: BalanceBook) -> dict[str, Any]:
    """Show a balance book, in fen."""
    shown: dict[str, Any] = {
        "id": book.id,
        "kind": book.kind,
        "items": list(book.items),
        "amount": book.amount.minor,
        "left": book.left.minor,
        "validFrom": book.valid_from.ToJsonString(),
    }
    if book.HasField("valid_to"):
        shown["validTo"] = book.valid_to.ToJsonString()
    return shown
