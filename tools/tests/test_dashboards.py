"""Dashboards as Grafana reads them: panels in places of their own, asking what they are said to."""

import json
import re
from typing import Any

import pytest

from make_watching import DASHBOARDS, documents

BOARDS = {
    path: json.loads(text)
    for path, text in documents().items()
    if path.startswith(DASHBOARDS) and path.endswith(".json")
}
LARGEST_CONFIG_MAP = 256 * 1024
"""`kubectl apply` keeps all of it once more in an annotation, which may not be larger."""


def places(panel: Any) -> set[tuple[int, int]]:
    at = panel["gridPos"]
    return {
        (x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    }


@pytest.mark.parametrize("board", BOARDS.values(), ids=lambda one: one["uid"])
def test_panels_stand_beside_each_other_and_have_numbers_of_their_own(board: Any) -> None:
    panels = board["panels"]
    taken = [place for panel in panels for place in places(panel)]

    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len(set(taken)) == len(taken)
    assert max(x for x, _ in taken) < 24


@pytest.mark.parametrize("board", BOARDS.values(), ids=lambda one: one["uid"])
def test_panels_ask_the_chosen_source_about_the_chosen_namespaces(board: Any) -> None:
    variables = {one["name"] for one in board["templating"]["list"]}
    asked = [target for panel in board["panels"] for target in panel.get("targets", [])]

    assert {"datasource", "namespace"} == variables
    assert asked
    for target in asked:
        assert target["datasource"]["uid"] == "${datasource}"
        assert re.search(r'namespace=~"\$namespace"|certmanager_|objective_promise', target["expr"])


@pytest.mark.parametrize("board", BOARDS.values(), ids=lambda one: one["uid"])
def test_what_carries_traces_asks_for_them(board: Any) -> None:
    """A histogram of times with an exemplar: nothing else leads to a trace."""
    leading = [
        target["expr"]
        for panel in board["panels"]
        for target in panel.get("targets", [])
        if target["exemplar"]
    ]

    assert all("_seconds_bucket" in one for one in leading if "rpc_seconds" not in one)
    assert leading or board["uid"] != "kaitong-chain"


def test_each_fits_a_config_map_and_has_a_uid_that_stays() -> None:
    assert {board["uid"] for board in BOARDS.values()} == {
        "kaitong-chain", "kaitong-money", "kaitong-network", "kaitong-platform",
    }  # fmt: skip
    assert all(len(json.dumps(board, indent=1)) < LARGEST_CONFIG_MAP for board in BOARDS.values())
