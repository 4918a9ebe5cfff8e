"""The picture of imports shows what import-linter's graph holds, and circles stand out."""

import grimp
import pytest

from make_picture import arrows_between, circles, document, drawn, group_of, thinned

ONE_WAY = frozenset({("edge", "usecases"), ("usecases", "domain"), ("edge", "domain")})
ROUND = frozenset({("edge", "usecases"), ("usecases", "edge"), ("usecases", "domain")})


def test_an_arrow_a_longer_way_replaces_is_left_out() -> None:
    assert thinned(ONE_WAY) == ONE_WAY - {("edge", "domain")}


def test_arrows_of_a_circle_stay_and_are_dotted() -> None:
    assert circles(ONE_WAY) == frozenset()
    assert circles(ROUND) == {("edge", "usecases"), ("usecases", "edge")}
    assert thinned(ROUND) == ROUND
    assert "edge -. both ways .-> usecases" in drawn(ROUND)
    assert "usecases --> domain" in drawn(ROUND)


@pytest.mark.parametrize(
    ("module", "group"),
    [("a.ledger.domain.posting", "ledger"), ("a.ledger", "ledger"), ("a.bootstrap", None)],
)
def test_a_module_belongs_to_its_innermost_group(module: str, group: str | None) -> None:
    assert group_of(module, {"a.ledger": "ledger"}) == group


def test_imports_within_a_group_are_no_arrows() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("a.x.one", "a.x.two"), ("a.x.one", "a.y.two")):
        graph.add_import(importer=importer, imported=imported)

    assert arrows_between(graph, {"a.x": "x", "a.y": "y"}) == {("x", "y")}


def test_every_service_is_drawn_and_no_two_know_each_other() -> None:
    page = document(("accounts", "orders"))

    assert "## accounts" in page
    assert "orders --> runtime" in page
    assert "both ways" not in page.partition("## accounts")[0]
    assert "accounts --> orders" not in page
