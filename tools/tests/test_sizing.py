"""Sizes are reckoned, and agree with what is deployed, promised and measured."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from cluster.parts import KUBERNETES, MODULES

import size
from boss.topics import TOPICS, USAGE_RECORDED
from chart.components import K8S
from provisioning.settings import ProvisioningSettings
from runtime.settings.service_settings import ServiceSettings
from sizing.need import DOORS, SERVICES, Figures, Need
from sizing.need import FIGURES as FIGURE_FILE
from sizing.page import PAGE, ROWS, fresh

FIGURES = Figures.read()
CHART = K8S.parent / "chart"


def test_the_page_has_what_is_reckoned_today() -> None:
    assert PAGE.read_text() == fresh(PAGE.read_text(), FIGURES)


def test_every_figure_was_measured() -> None:
    for thing, sizes in FIGURES.bytes.items():
        assert sizes["lasting"] > 50, thing
        assert sizes["written_ahead"] > 50, thing
    for thing, spent in FIGURES.processor_us.items():
        assert set(spent) == {*SERVICES, "postgres"}, thing
        assert sum(spent.values()) > 10, thing
    assert FIGURES.bytes["record"]["messages"] > 50


def test_settings_are_those_of_the_product() -> None:
    settings = FIGURES.settings
    retained = {topic.retention_hours for topic in TOPICS.values()}

    assert settings["database_pool"] == ServiceSettings.model_fields["database_pool"].default
    kept = ProvisioningSettings.model_fields["keep_texts_days"].default
    assert settings["text_days"] == kept
    assert settings["topic_days"] * 24 == max(retained)


def test_a_need_grows_with_its_subscribers() -> None:
    needs = [Need(number, FIGURES) for number in ROWS]

    for before, after in pairwise(needs):
        assert after.kept_bytes > before.kept_bytes
        assert after.records_a_second > before.records_a_second
        assert after.all_connections >= before.all_connections
        assert after.postgres_cores >= before.postgres_cores


def test_the_arithmetic_is_what_the_page_says() -> None:
    figures = Figures(
        assumed={
            "records_a_day": 20, "orders_a_month": 30.4, "texts_a_month": 30.4,
            "busy_hour_share": 0.1, "peak": 2,
            "months_kept": 1, "busy_share_of_a_core": 0.5, "room": 2, "whole_pages": 3,
        },
        bytes={
            "number": {"lasting": 100, "written_ahead": 0, "messages": 0},
            "customer": {"lasting": 200, "written_ahead": 0, "messages": 0},
            "order": {"lasting": 1000, "written_ahead": 500, "messages": 50},
            "record": {"lasting": 10, "written_ahead": 5, "messages": 1},
            "text": {"lasting": 20, "written_ahead": 40, "messages": 2},
        },
        processor_us={
            "order": dict.fromkeys((*SERVICES, "postgres"), 1000),
            "record": {**dict.fromkeys((*SERVICES, "postgres"), 0), "billing": 500},
        },
        settings={"database_pool": 8, "topic_days": 7, "text_days": 10,
                  "shared_buffers_mib_a_million": 1024},
    )  # fmt: skip

    need = Need(1_800_000, figures)

    assert need.records_a_second == pytest.approx(2000)
    assert need.orders_a_second == pytest.approx(100)
    assert need.cores("orders") == pytest.approx(0.1)
    assert need.cores("billing") == pytest.approx(1.1)
    assert need.pods("billing", "listen") == 3
    assert need.pods("billing", "api") == 2
    assert need.all_pods == 2 * 18 + 1
    assert need.kept_bytes == pytest.approx(1_800_000 * (300 + 30.4 * (1000 + 200) + 10 * 20))
    assert need.log_a_day == pytest.approx(1_800_000 * (500 + 100 + 40) * 3)
    assert need.postgres_gib == 8
    assert need.connections("billing") == 1 + (3 * 3 + 4) * 8 + 3
    assert need.connections("gateway") == 1 + 2 * 3 * 8 + 3


def test_doors_are_those_that_are_deployed() -> None:
    names = set(yaml.safe_load((CHART / "values.yaml").read_text())["doors"])
    reckoned = {f"{one}{door.capitalize()}" for one in SERVICES for door in DOORS[one]}

    others = {one for one in names if one.endswith("Migrate") or not one.startswith(SERVICES)}
    assert reckoned == names - others


@pytest.mark.parametrize("number", ROWS)
def test_what_a_row_comes_to_is_taken_by_the_chart(number: int) -> None:
    """Names of values, and connections that fit the database they are said for."""
    said = size.values(Need(number, FIGURES))
    usual = yaml.safe_load((CHART / "values.yaml").read_text())
    parameters, limits = said["postgres"]["parameters"], said["postgres"]["connections"]

    assert _paths(said) <= _paths(usual)
    assert sum(limits.values()) + 30 <= int(parameters["max_connections"])
    for service in SERVICES:
        assert Need(number, FIGURES).connections(service) <= limits[service]
        assert limits[service] >= usual["postgres"]["connections"][service]
    assert int(parameters["max_connections"]) >= int(
        usual["postgres"]["parameters"]["max_connections"]
    )


def _paths(tree: dict[str, Any], above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for key, value in tree.items():
        path = (*above, key)
        found |= _paths(value, path) if isinstance(value, dict) else {path}
    return found


def test_no_row_wants_more_listeners_than_there_are_partitions() -> None:
    for number in ROWS:
        assert Need(number, FIGURES).pods("billing", "listen") <= TOPICS[USAGE_RECORDED].partitions


def test_doors_that_are_scaled_may_be_more_and_others_are_more() -> None:
    figures = replace(FIGURES, assumed={**FIGURES.assumed, "busy_share_of_a_core": 0.001})

    said = size.values(Need(ROWS[-1], figures))["doors"]

    assert "maxReplicas" in said["ordersApi"]
    assert "maxReplicas" in said["billingListen"]
    assert "replicas" in said["accountsWork"]


def test_versions_that_were_tried_are_those_that_are_built() -> None:
    page = PAGE.read_text()

    assert KUBERNETES.removeprefix("v") in page
    for module, name in (
        ("kube-router", "cloudnativelabs/kube-router/v2 v"),
        ("coredns", "coredns/coredns v"),
        ("helm", "helm.sh/helm/v3 v"),
        ("definitions", "kedacore/keda/v2 v"),
        ("definitions", "cert-manager/cert-manager v"),
        ("definitions", "prometheus-operator/prometheus-operator v"),
    ):
        pinned = (MODULES / module / "go.mod").read_text()
        version = pinned.partition(name)[2].split()[0]
        assert f" {version}" in page, name


def test_every_file_the_page_leads_to_is_there() -> None:
    for page in (PAGE, PAGE.with_name("supply-chain.md"), CHART / "README.md"):
        for link in page.read_text().split("](")[1:]:
            target = link.partition(")")[0]
            if "://" not in target:
                assert (page.parent / Path(target)).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("records_a_day: 20", "assumed.records_a_day"),
        ("billing: 89", "processor_us.record.billing"),
        ("postgres: 23600", "processor_us.order.postgres"),
        ("lasting: 985", "bytes.record"),
        ("database_pool: 8", "settings.database_pool"),
    ],
)
def test_a_figure_of_nothing_is_refused_by_its_name(tmp_path: Path, said: str, named: str) -> None:
    file = tmp_path / "sizing.yaml"
    text = FIGURE_FILE.read_text()
    assert said in text
    file.write_text(text.replace(said, f"{said.partition(':')[0]}: 0"))

    with pytest.raises(ValueError, match=rf"{named} must be more than 0"):
        Figures.read(file)


def test_nothing_that_is_shipped_is_made_smaller() -> None:
    usual = yaml.safe_load((CHART / "values.yaml").read_text())
    said = size.values(Need(1000, FIGURES))

    for disk in ("storage", "walStorage"):
        assert said["postgres"][disk] == usual["postgres"][disk]
    resources = said["postgres"]["resources"]
    assert resources["limits"] == usual["postgres"]["resources"]["limits"]
    assert said["kafka"]["brokers"]["storage"] == usual["kafka"]["brokers"]["storage"]
