"""The catalogue of offerings and tariffs: `catalogue check | diff | simulate | load [FOLDER]`."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from boss.billing.v1.commands_pb2 import LoadCatalogueRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from bossctl import trial
from bossctl.client import LONG_SECONDS, Client
from bossctl.outcome import DONE, Misused
from bossctl.output import say
from bossctl.words import Arguments, Parsers, command, group
from kernel.ids import new_id

FOLDER = Path("services/billing/catalogue")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "catalogue", about="offerings, tariffs and fees")
    for name, about in (
        ("load", "load the whole catalogue; it holds from the dates it names"),
        ("check", "let billing judge it and change nothing"),
    ):
        act = command(acts, name, about=about, run=run)
        act.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="of YAML files")
        act.add_argument(
            "--correction", action="store_true", help="it may be valid from a day in the past"
        )
        act.add_argument("--reason", default="", help="why; a correction says it, for the audit")
    act = command(acts, "diff", about="what they say otherwise than what is loaded", run=diff)
    act.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="of YAML files")
    trial.add_diff_words(act)
    act = command(acts, "simulate", about="what a month would cost by them", run=simulate)
    act.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="of YAML files")
    trial.add_simulate_words(act)


async def diff(arguments: Arguments, client: Client) -> int:
    """Compare the files with what is loaded."""
    return await trial.diff(document(arguments.folder), arguments, client)


async def simulate(arguments: Arguments, client: Client) -> int:
    """Have a month rated by the files, which are not loaded."""
    return await trial.simulate(document(arguments.folder), arguments, client)


async def run(arguments: Arguments, client: Client) -> int:
    """Send the files as one catalogue; billing judges it whole."""
    request = LoadCatalogueRequest(
        request_id=new_id(),
        catalogue=document(arguments.folder),
        dry_run=arguments.act == "check",
        correction=arguments.correction,
        reason=arguments.reason,
    )
    stub = CommandServiceStub(client.channels["billing"])
    loaded = await client.ask("billing", stub.LoadCatalogue, request, seconds=LONG_SECONDS)
    done = "would be" if request.dry_run else "is"
    offerings = list(loaded.offerings)
    say(
        "\n  ".join((f"catalogue version {loaded.catalogue_version} {done} loaded:", *offerings)),
        catalogue_version=loaded.catalogue_version,
        is_loaded=not request.dry_run,
        offerings=offerings,
    )
    return DONE


def document(folder: Path) -> str:
    """Return all files of a folder, each under its name, so that an objection can say where.

    Where two files say parts of one section, they are one. Raises as `read` does.
    """
    whole = read(folder)
    files = {path.name: _mapping(path) for path in sorted(folder.glob("*.yaml"))}
    is_apart = sum(map(len, files.values())) == len(whole)
    return json.dumps(files if is_apart else whole, ensure_ascii=False)


def read(folder: Path) -> dict[str, Any]:
    """
    Return all files of a folder as one: lists of the same name are joined.

    :raises Misused: where there is no file, or one is not what YAML calls a mapping.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise Misused(f"There is no *.yaml in {folder}; name the folder of the catalogue.")
    whole: dict[str, Any] = {}
    for path in paths:
        for name, value in _mapping(path).items():
            whole[name] = _joined(whole, name, value, path)
    return whole


def _mapping(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Misused(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(document, dict):
        raise Misused(f"{path} must be a mapping, such as `offerings:` and a list.")
    return {str(name): _as_json(value) for name, value in document.items()}


def _joined(whole: dict[str, Any], name: str, value: Any, path: Path) -> Any:
    before = whole.get(name)
    if before is None:
        return value
    if isinstance(before, list) and isinstance(value, list):
        return [*before, *value]
    if isinstance(before, dict) and isinstance(value, dict) and not before.keys() & value.keys():
        return {**before, **value}
    if before == value:
        return value
    raise Misused(f"{path} says {name} otherwise than a file before it: keep it in one file.")


def _as_json(value: Any) -> Any:
    """Return YAML's dates as ISO 8601 text, which JSON has no type for."""
    if isinstance(value, dict):
        return {str(name): _as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
