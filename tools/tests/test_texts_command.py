"""`bossctl texts`: what numbers were told, the newest first; words of codes are never shown."""

import pytest

from boss.provisioning.v1 import texts_pb2 as texts
from harness.terminal import Terminal
from kernel.errors import Invalid, NotFound


async def test_texts_are_listed_with_their_words_and_codes_without(terminal: Terminal) -> None:
    code, said = await terminal.types("--as", "olga", "texts", "list", "--limit", "2")

    (asked,) = terminal.notes.all("ListTextsRequest")
    assert code == 0
    assert (asked.offset, asked.limit, asked.msisdn) == (0, 2, "")
    assert "Welcome!" in said
    assert "(a code)" in said
    assert "there are more: --limit 7" in said


async def test_what_is_asked_for_is_passed_on(terminal: Terminal) -> None:
    words = ("--number", "8613900100000", "--template", "welcome", "--state", "failed")

    code, _ = await terminal.types("texts", "list", *words, "--state", "held", "--limit", "2")

    (asked,) = terminal.notes.all("ListTextsRequest")
    assert code == 0
    assert (asked.msisdn, asked.template) == ("8613900100000", "welcome")
    assert list(asked.states) == ["failed", "held"]


async def test_who_had_a_number_before_is_asked_for_by_their_id(terminal: Terminal) -> None:
    code, _ = await terminal.types("texts", "list", "--subscriber", "anna", "--limit", "1")

    (asked,) = terminal.notes.all("ListTextsRequest")
    assert (code, asked.subscriber_id, asked.msisdn) == (0, "anna", "")


async def test_a_long_list_comes_page_by_page(terminal: Terminal) -> None:
    code, said = await terminal.types("texts", "list", "--limit", "4")

    asked = terminal.notes.all("ListTextsRequest")
    assert code == 0
    assert [(one.offset, one.limit) for one in asked] == [(0, 4), (2, 2)]
    assert said.count("Welcome!") == 2


async def test_nothing_sent_is_said(terminal: Terminal) -> None:
    terminal.notes.answers["ListTextsRequest"] = texts.ListTextsResponse()

    code, said = await terminal.types("texts", "list")

    assert code == 0
    assert "nothing was sent" in said


async def test_one_text_is_shown(terminal: Terminal) -> None:
    code, said = await terminal.types("texts", "show", "text")

    (asked,) = terminal.notes.all("GetTextRequest")
    assert (code, asked.text_id) == (0, "text")
    assert "Welcome!" in said


@pytest.mark.parametrize(
    "words", [("list", "--state", "lost"), ("show",), ("list", "--limit", "x")]
)
async def test_what_is_not_understood_asks_nobody(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    code, _ = await terminal.types("texts", *words)

    assert code == 2
    assert terminal.notes.all("ListTextsRequest") == terminal.notes.all("GetTextRequest") == []


async def test_what_provisioning_refuses_is_said(terminal: Terminal) -> None:
    bad = Invalid("FIELD_NOT_VALID", "A number has 8 to 15 digits.", field="msisdn")
    terminal.notes.answers["ListTextsRequest"] = bad
    terminal.notes.answers["GetTextRequest"] = NotFound("TEXT_NOT_FOUND", "There is none.")

    listed, list_said = await terminal.types("texts", "list", "--number", "1")
    shown, show_said = await terminal.types("texts", "show", "nothing")

    assert 0 not in {listed, shown}
    assert "FIELD_NOT_VALID" in list_said
    assert "TEXT_NOT_FOUND" in show_said


async def test_a_template_nobody_knows_is_refused_with_those_there_are(terminal: Terminal) -> None:
    terminal.notes.answers["ListTextsRequest"] = texts.ListTextsResponse(
        templates=["balance_low", "welcome"]
    )

    code, said = await terminal.types("texts", "list", "--template", "wellcome")
    known, nothing = await terminal.types("texts", "list", "--template", "welcome")

    assert code == 2
    assert "no template 'wellcome'. There are: balance_low, welcome" in said
    assert (known, "nothing was sent" in nothing) == (0, True)
