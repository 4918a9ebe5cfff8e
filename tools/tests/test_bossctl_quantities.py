"""Numbers people type have a grammar: what is none ends with a sentence, and nothing is asked."""

import pytest

from harness.terminal import Terminal

NUMBER = "8613900100000"
GIFT = ("book", "grant", "account", "dedicated_gift", "5")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("handset", "call", NUMBER, "1", "--seconds", "-1"), "from 0 to 86400"),
        (("handset", "call", NUMBER, "1", "--seconds", "4294967296"), "from 0 to 86400"),
        (("handset", "data", NUMBER, "-5"), "from 1 to 1000000"),
        (("handset", "data", NUMBER, "0"), "from 1 to 1000000"),
        (("handset", "data", NUMBER, "５"), "from 1 to 1000000"),
        (("credit", "set", "A", "１２３", "--reason", "r"), "no whole number"),
        (("credit", "set", "A", "1_000", "--reason", "r"), "no whole number"),
        (("credit", "set", "A", " 5", "--reason", "r"), "no whole number"),
        (("credit", "set", "A", "9" * 19, "--reason", "r"), "no whole number"),
        ((*GIFT, "--months", "0", "--reason", "r"), "from 1 to 120"),
        (("payment", "list", "--limit", "-1"), "from 1 to"),
        (("records", "refused", "--before", "-1"), "from 0 to"),
        (("parked", "show", "billing", "9" * 19), "from 0 to"),
        (("explain", "r-1", "--within", "nan"), "12 or 0.5"),
        (("explain", "r-1", "--within", "inf"), "12 or 0.5"),
        (("token", "--role", "clerk", "--hours", "nan"), "12 or 0.5"),
    ],
)
async def test_what_is_no_number_is_a_misuse(
    terminal: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    code, said = await terminal.types(*words)

    assert (code, terminal.notes.asked) == (2, [])
    assert sentence in said
    assert "Traceback" not in said
