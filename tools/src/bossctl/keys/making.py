"""Making every Secret an overlay names, once: `secrets make`; what is there stays as it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from bossctl.cluster.kubernetes import Kubectl, Manifest, kubectl_of
from bossctl.cluster.rendering import name_of, namespace_of, rendered
from bossctl.cluster.workloads import PRETEND_NETWORK, users_of
from bossctl.keys import content
from bossctl.keys.content import Content
from bossctl.keys.needed import needed
from bossctl.outcome import DONE, Misused
from bossctl.output import say, show_table, wants_json
from bossctl.words import Arguments, Parsers, local_command, with_cluster

MADE, KEPT = "made", "there already"


def add_words(acts: Parsers) -> None:
    making = local_command(acts, "make", about="make every Secret that is missing", run=make)
    making.add_argument("overlay", help="its folder, a file with what was rendered, or -")
    making.add_argument(
        "--given", type=Path, metavar="FOLDER",
        help="what is not made up: FOLDER/<secret>/<key>, as token-keys/token-keys.json",
    )  # fmt: skip
    making.add_argument(
        "--print", action="store_true", dest="prints",
        help="print all of them as YAML and ask no cluster, for SOPS or another store",
    )  # fmt: skip
    with_cluster(making)


def make(arguments: Arguments) -> int:
    """Make what is missing; nothing where something cannot be made."""
    anywhere = kubectl_of(arguments, namespace="")
    manifests = rendered(arguments.overlay, anywhere)
    namespace = arguments.namespace or namespace_of(manifests)
    wanted = needed(manifests)
    kubectl = kubectl_of(arguments, namespace=namespace)
    there = {} if arguments.prints else _there(kubectl, tuple(wanted))
    given = shared_with_others(manifests)
    made = _made(wanted, arguments.given, there=there, given=given)
    secrets = [content.manifest_of(name, told, namespace=namespace) for name, told in made.items()]
    if arguments.prints:
        _print(secrets)
        return DONE
    for secret in secrets:
        kubectl.create(secret)
    rows = [
        (name, KEPT if name in there else MADE, ", ".join(sorted(keys or content.keys_of(name))))
        for name, keys in wanted.items()
    ]
    show_table(("secret", "is", "keys"), rows, name="secrets", empty="no Secret is named")
    return DONE


def _there(kubectl: Kubectl, names: Sequence[str]) -> Mapping[str, Content]:
    return {name_of(one): content.decoded(one) for one in kubectl.get("secrets", *names)}


def _made(
    wanted: Mapping[str, frozenset[str]],
    folder: Path | None,
    *,
    there: Mapping[str, Content],
    given: frozenset[str],
) -> Mapping[str, Content]:
    """Return what is missing; raises Misused, having made nothing, where it cannot be made."""
    made: dict[str, Content] = {}
    problems = []
    for name, keys in wanted.items():
        if name in there:
            told = there[name]
        else:
            told = content.given(name, folder)
            if not told and name not in given and content.can_be_made(name):
                told = content.made(name)
            made[name] = told
        if missing := sorted((keys or content.keys_of(name)) - set(told)):
            problems.append(_problem(name, missing, is_there=name in there))
    if problems:
        raise Misused("Nothing was made.\n  " + "\n  ".join(problems))
    return made


def shared_with_others(manifests: Sequence[Manifest]) -> frozenset[str]:
    """Return what nobody here may make up: a real HLR has its password already."""
    users = users_of(content.ELEMENT_PASSWORD, manifests)
    pretend = any(one.service == PRETEND_NETWORK for one in users)
    return frozenset() if pretend else frozenset({content.ELEMENT_PASSWORD})


def _problem(name: str, missing: Sequence[str], *, is_there: bool) -> str:
    if is_there:
        return f"{name} is there without {', '.join(missing)}: mend it by hand, or delete it."
    files = ", ".join(f"FOLDER/{name}/{key}" for key in missing)
    return f"{name} cannot be made up: put {files} there and say --given FOLDER."


def _print(secrets: Sequence[Manifest]) -> None:
    if wants_json():
        raise Misused("--print prints YAML for a file; leave --json out.")
    text = yaml.safe_dump_all([dict(one) for one in secrets], sort_keys=False)
    say(text.rstrip("\n"))
