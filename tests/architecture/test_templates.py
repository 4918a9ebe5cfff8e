"""What services have somebody told has a template, and no template is there for nobody."""

import ast
from collections.abc import Iterator
from pathlib import Path

from orders.ordering.domain.steps import AddStop
from orders.processes import CATALOGUE
from provisioning.texts.clients import read_templates
from provisioning.texts.domain.language import Language

ROOT = Path(__file__).parents[2]
PROCESSES = frozenset(
    file.stem for file in (ROOT / "services/orders/src/orders/processes").glob("[a-z]*.py")
)
OURS = frozenset({"sim_swap_warning"})
"""What provisioning itself tells."""
BY_ACCOUNTS = frozenset({"password_changed"})
"""Of passwords, which come to accounts."""

TOLD_BY_BILLING = frozenset({"suspension_term_end"})
"""What billing tells of a stop, as it knows the amounts."""
OF_THE_CLOCK = (
    "arrears_pre_termination",
    "arrears_termination",
    "window_end",
    "abroad_end",
    "provisional_loss_end",
)
"""What orders do by themselves to what somebody can use."""
WHOSE_WORD = (
    "公安", "警", "反诈", "诈骗", "举报", "案", "法院", "涉", "police", "fraud", "spam", "court",
    "report", "case", "blacklist", "violation", "complain",
)  # fmt: skip
"""Words of who had a number stopped, or for what."""


def sources() -> Iterator[ast.Module]:
    for service in ("accounts", "orders", "billing"):
        for file in sorted((ROOT / "services" / service / "src").rglob("*.py")):
            yield ast.parse(file.read_text())


def words(tree: ast.Module) -> set[str]:
    """Return the texts in a source that could name a template."""
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {one for one in constants if isinstance(one, str) and one.isidentifier()}


def asked(tree: ast.Module) -> set[str]:
    """Return the templates of the texts a source asks for, as far as it names them there."""
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        is_text = isinstance(node.func, ast.Name) and node.func.id == "SmsRequested"
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == ("template" if is_text else "text"):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found.add(value.value)
                elif isinstance(value, ast.Name) and isinstance(named.get(value.id), str):
                    found.add(named[value.id])
    return {one for one in found if one}


def test_what_is_said_has_a_template() -> None:
    every = set().union(*map(asked, sources()))

    assert {
        "balance_low",
        "credit_low",
        "high_use",
        "payment_received",
        "pack_not_renewed",
    } <= every
    assert every <= read_templates(None).names


def test_no_template_is_there_for_nobody() -> None:
    known = read_templates(None)
    every = set().union(*map(words, sources()))
    by_orders = {name for name in known.names if known.get(name).after}
    codes = {name for name in known.names if known.get(name).is_secret}

    assert known.names - by_orders - codes - OURS - BY_ACCOUNTS <= every


def test_every_template_after_a_process_names_one_there_is() -> None:
    known = read_templates(None)
    named = {after for name in known.names for after in known.get(name).after}

    assert named
    assert named <= PROCESSES


def test_every_stop_is_told_to_who_is_stopped() -> None:
    known = read_templates(None)
    told = {after for name in known.names for after in known.get(name).after}
    stopping = {one.name for one in CATALOGUE.values() if AddStop in one.steps}

    assert {"loss_report", "operator_stop", "arrears_suspension"} <= stopping
    assert stopping - TOLD_BY_BILLING <= told


def test_what_nobody_asked_for_is_told_and_on_the_page() -> None:
    known = read_templates(None)
    told = {after for name in known.names for after in known.get(name).after}
    page = (ROOT / "docs/texts.md").read_text()
    unasked = {name for name, one in CATALOGUE.items() if not one.ways and one.name in OF_THE_CLOCK}

    assert unasked == set(OF_THE_CLOCK) <= told
    assert [one for one in OF_THE_CLOCK if f"`{one}`" not in page] == []
    codes = {name for name in known.names if known.get(name).is_secret}
    by_wish = {"welcome", "number_kept", "termination_withdrawn", "sim_swapped", "loss_reported"}
    assert [one for one in known.names - codes - by_wish - OURS if f"`{one}`" not in page] == []


def test_on_whose_word_the_operator_stops_a_number_is_in_no_text() -> None:
    told = read_templates(None).after("operator_stop")

    assert told is not None
    assert not told.fields
    said = " ".join(told.words.values()).lower()
    assert [one for one in WHOSE_WORD if one in said] == []


def test_every_template_speaks_every_language() -> None:
    known = read_templates(None)
    for name in known.names:
        said = known.get(name).words
        assert set(said) == set(Language), name
        assert said[Language.CHINESE] != said[Language.ENGLISH], name
