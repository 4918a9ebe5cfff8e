"""The floor's recipe, made from the counts of a real order."""

from collections.abc import Mapping

from bench.counts import DESK, NETWORK, SETTLE, Sequel
from bench.deed import CALL, COMMAND, COMMIT, SAY, Deed, Recipe, interleaved, spread
from boss import topics
from boss.topics import TOPICS

ORDERS, PROVISIONING = "orders", "provisioning"
MAIN_WAY = {topics.ORDER_COMPLETED: PROVISIONING, topics.PROVISIONING_COMPLETED: ORDERS}
LAST = (topics.ORDER_COMPLETED, topics.PROVISIONING_COMPLETED, topics.ORDER_FULFILLED)


def recipe_of(sequel: Sequel) -> Recipe:
    """Let the floor do the same; who is called commits and says its share in each call."""
    network = [Deed(kind=COMMAND, subject=name) for name in sequel.commands]
    return Recipe(
        desk=_stage(sequel, DESK),
        network=_ended(
            network, _commits(sequel, NETWORK, PROVISIONING), _said(sequel, NETWORK, PROVISIONING)
        ),
        settle=_stage(sequel, SETTLE),
        sides=_sides(sequel),
    )


def unplaced(sequel: Sequel) -> Mapping[str, int]:
    """Return commits the recipe cannot place: by services in a stage nobody calls them in."""
    return {
        f"{service} ({stage})": number
        for (stage, service), number in sequel.commits.items()
        if number and not _has_place(sequel, stage, service)
    }


def _has_place(sequel: Sequel, stage: str, service: str) -> bool:
    by_itself = PROVISIONING if stage == NETWORK else ORDERS
    return service == by_itself or service in sequel.calls[stage]


def _stage(sequel: Sequel, stage: str) -> tuple[Deed, ...]:
    calls = _calls(sequel, stage)
    return _ended(calls, _commits(sequel, stage, ORDERS), _said(sequel, stage, ORDERS))


def _ended(acts: list[Deed], commits: list[Deed], said: list[Deed]) -> tuple[Deed, ...]:
    """Mix them; what hands the order over comes last."""
    last = [deed for deed in said if deed.subject in LAST]
    others = [deed for deed in said if deed.subject not in LAST]
    return (*interleaved(acts, commits, others), *last)


def _calls(sequel: Sequel, stage: str) -> list[Deed]:
    shares = {service: _shares(sequel, stage, service) for service in set(sequel.calls[stage])}
    return [shares[service].pop(0) for service in sequel.calls[stage]]


def _shares(sequel: Sequel, stage: str, service: str) -> list[Deed]:
    times = sequel.calls[stage].count(service)
    said = [deed.subject for deed in _said(sequel, stage, service)]
    commits = spread(sequel.commits[stage, service], times)
    shares = []
    for number, messages in zip(commits, spread(len(said), times), strict=True):
        share, said = tuple(said[:messages]), said[messages:]
        shares.append(Deed(kind=CALL, subject=service, commits=number, says=share))
    return shares


def _commits(sequel: Sequel, stage: str, service: str) -> list[Deed]:
    return [Deed(kind=COMMIT)] * sequel.commits[stage, service]


def _said(sequel: Sequel, stage: str, service: str) -> list[Deed]:
    return [
        Deed(kind=SAY, subject=topic)
        for when, who, topic in sequel.said
        if (when, who) == (stage, service)
    ]


def _sides(sequel: Sequel) -> Mapping[str, tuple[str, ...]]:
    """Return who hears what beside the main way."""
    topics_said = {topic for _, _, topic in sequel.said}
    sides: dict[str, tuple[str, ...]] = {}
    for topic in sorted(topics_said):
        for listener in sorted(TOPICS[topic].listeners):
            if MAIN_WAY.get(topic) != listener:
                sides[listener] = (*sides.get(listener, ()), topic)
    return sides
