"""Exchanging one Secret, stage by stage: `secrets rotate NAME`; asked again, it goes on."""

import getpass
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from bossctl.cluster.kubernetes import Kubectl, kubectl_of
from bossctl.cluster.workloads import (
    PRETEND_NETWORK,
    Workload,
    by_service,
    running,
    start_anew,
    users_of,
)
from bossctl.keys import content
from bossctl.keys.passwords import ADMINISTRATOR, set_password
from bossctl.keys.progressing import BEGUN, Held
from bossctl.keys.resealing import reseal_in_pod
from bossctl.keys.rotations import NEXT, rotation_of
from bossctl.keys.stages import Act, Rotation, Stage
from bossctl.outcome import DONE, Misused, Unsuccessful
from bossctl.output import progress, say
from bossctl.words import Arguments, Parsers, local_command, with_cluster
from kernel.clock import SystemClock

NAMESPACE = "kaitong"
MANAGED = "clusters.postgresql.cnpg.io"


def add_words(acts: Parsers) -> None:
    rotating = local_command(acts, "rotate", about="exchange one; asked again, go on", run=rotate)
    rotating.add_argument("name", help="of the Secret")
    rotating.add_argument(
        "--given", type=Path, metavar="FOLDER", help="new content: FOLDER/<secret>/<key>"
    )
    rotating.add_argument(
        "--keep", type=Path, metavar="FOLDER",
        help="where the old content is kept; needed where backups can be opened with it alone",
    )  # fmt: skip
    rotating.add_argument("--dry-run", action="store_true", help="say what would be done")
    with_cluster(rotating)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One Secret on its way."""

    kubectl: Kubectl
    name: str
    rotation: Rotation
    users: Sequence[Workload]
    given: content.Content
    person: str


def rotate(arguments: Arguments) -> int:
    """Exchange a Secret as far as it goes without somebody else; say what is to do then."""
    rotation = rotation_of(arguments.name)
    kubectl = kubectl_of(arguments, namespace=arguments.namespace or NAMESPACE)
    held = Held.read(kubectl, arguments.name)
    users = users_of(arguments.name, running(kubectl))
    exchange = Exchange(
        kubectl, arguments.name, rotation, users,
        content.given(arguments.name, arguments.given), arguments.acting_as or getpass.getuser(),
    )  # fmt: skip
    _say_before(exchange, held)
    if arguments.dry_run:
        return DONE
    _must_fit(exchange, held, keep=arguments.keep)
    return _from_here(exchange, held)


def _say_before(exchange: Exchange, held: Held) -> None:
    stages = exchange.rotation.stages
    if exchange.rotation.before and not held.stage:
        progress(exchange.rotation.before)
    groups = [
        f"{service} ({', '.join(one.name for one in members)})"
        for service, members in by_service(exchange.users).items()
    ]
    progress(f"Restarts, in this order: {'; '.join(groups) or 'nothing'}")
    for number, stage in enumerate(stages, start=1):
        done = number < held.stage or (number == held.stage and not held.begun)
        restarts = " · restarts" if stage.restarts and exchange.users else ""
        progress(f"{'✓' if done else '·'} {number}/{len(stages)} {stage.says}{restarts}")


def _must_fit(exchange: Exchange, held: Held, *, keep: Path | None) -> None:
    """Raises Misused before anything is changed."""
    if held.stage:
        return
    rotation = exchange.rotation
    if rotation.must_be_given and not exchange.given and not _is_pretend(exchange):
        raise Misused("Say --given FOLDER: the new content is agreed with somebody.")
    if rotation.seals and keep is None:
        raise Misused(
            "Say --keep FOLDER: backups made until now are opened with the old key alone. Keep it"
            " apart from them, and as long as they."
        )
    if keep is not None:
        _keep(keep / exchange.name, held.content)


def _is_pretend(exchange: Exchange) -> bool:
    """Tell whether the pretend HLR reads the same Secret: then nobody else must know it."""
    return exchange.name == content.ELEMENT_PASSWORD and any(
        one.service == PRETEND_NETWORK for one in exchange.users
    )


def _keep(folder: Path, told: content.Content) -> None:
    place = folder / f"{SystemClock().now():%Y-%m-%dT%H%M%SZ}"
    place.mkdir(parents=True, mode=0o700)
    for key, value in told.items():
        with os.fdopen(
            os.open(place / key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(value)
    progress(f"the old content is in {place}")


def _from_here(exchange: Exchange, held: Held) -> int:
    stages = exchange.rotation.stages
    first = held.stage + (0 if held.begun else 1)
    for number in range(first, len(stages) + 1):
        stage = stages[number - 1]
        progress(f"{number}/{len(stages)} {stage.says}")
        moved = _content_in_place(exchange, held, number)
        if moved is None:
            return DONE
        held = moved
        if stage.restarts:
            start_anew(exchange.kubectl, exchange.users)
        last = number == len(stages)
        held = held.written(exchange.kubectl, held.content, stage="" if last else str(number))
        if stage.then:
            say(f"{stage.then} Then: bossctl secrets rotate {exchange.name}", stage=number,
                of=len(stages), then=stage.then)  # fmt: skip
            return DONE
    say(f"{exchange.name} is exchanged", secret=exchange.name, done=True)
    return DONE


def _content_in_place(exchange: Exchange, held: Held, number: int) -> Held | None:
    """Act and write the stage's content; None where it must stay with what there is."""
    stage = exchange.rotation.stages[number - 1]
    if held.begun and held.stage == number:
        return held
    if not _acted(exchange, held, stage):
        # What needs the old key is never written again: it stays in the file, and opens just that.
        held.written(exchange.kubectl, held.content, stage="")
        sentence = "the new key is used; the old one stays to open what is never sealed again"
        say(f"{exchange.name}: {sentence}", secret=exchange.name, done=True, old_key_stays=True)
        return None
    change = stage.change(held.content, exchange.given or _made_up(exchange))
    return held.written(exchange.kubectl, change, stage=f"{number}{BEGUN}")


def _made_up(exchange: Exchange) -> content.Content:
    return content.made(exchange.name) if _is_pretend(exchange) else {}


def _acted(exchange: Exchange, held: Held, stage: Stage) -> bool:
    """Do what belongs to a stage; False where the old key must stay."""
    match stage.act:
        case Act.NOTHING:
            return True
        case Act.RESEAL:
            return not _resealed(exchange, held)
        case Act.SET_PASSWORD:
            _set_password(exchange, held)
            return True
        case _:
            assert_never(stage.act)


def _resealed(exchange: Exchange, held: Held) -> int:
    """Have all sealed with the key that is used; return how many rows never are."""
    seals = exchange.rotation.seals
    if seals is None:
        return 0
    key = seals.key_id(held.content)
    return reseal_in_pod(exchange.kubectl, seals.service, key=key, person=exchange.person)


def _set_password(exchange: Exchange, held: Held) -> None:
    """Set it in PostgreSQL, unless an operator there does so when it sees the Secret."""
    role = held.content["username"].decode()
    if _is_managed(exchange.kubectl, exchange.name):
        progress(f"  CloudNativePG gives it to {role}")
        return
    url = os.environ.get(ADMINISTRATOR, "")
    if not url:
        raise Unsuccessful(
            f"{ADMINISTRATOR} is not set: name the database server as somebody who may alter {role}"
            " (postgresql://user:password@host:5432/postgres), and ask again."
        )
    set_password(role, held.content[NEXT].decode(), url=url)


def _is_managed(kubectl: Kubectl, secret: str) -> bool:
    """Tell whether a CloudNativePG cluster here takes a role's password from this Secret."""
    group = MANAGED.partition(".")[2]
    known = kubectl.run("api-resources", f"--api-group={group}", "-o", "name")
    if MANAGED not in known.split():
        return False
    clusters = kubectl.get(MANAGED)
    return any(secret in str(one["spec"]) for one in clusters)
