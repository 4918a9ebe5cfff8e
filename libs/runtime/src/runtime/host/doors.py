"""The doors of a service: api, listen, relay, work, all, migrate.

`python -m <service> <door>`, and what ends by itself: `migrate --check`, `rewind MOMENT`. Every
failure to open one says what to do about it.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn, TypeVar

from pydantic import ValidationError
from pydantic_settings import SettingsError

from runtime.database.migrations import run_migrations
from runtime.errors import NO_DATABASE, Misconfigured
from runtime.host import acts
from runtime.host.host import DOORS, Host
from runtime.host.service import Parts, Plumbing, Service, Settings
from runtime.settings.database_url import what_to_do
from runtime.settings.service_settings import MigrationSettings
from runtime.telemetry import logs

__all__ = ["Parts", "Plumbing", "Service", "main"]

_MIGRATE = "migrate"
Knobs = TypeVar("Knobs", bound=MigrationSettings)
COLLECTING = (100_000, 20, 50)
"""New objects until the young are looked at, and after how many looks the older ones are."""


def main(service: Service[Settings], argv: Sequence[str]) -> int:
    """Open the door named last in `argv`; answers 0 when it was closed in order.

    Leaves the process with exit code 2, and a sentence that says what to do, where it cannot be
    opened as it is configured.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    door = argv[-1] if argv else ""
    try:
        _done(service, argv)
    except Misconfigured as problem:
        _leave(str(problem))
    except BaseExceptionGroup as problems:
        ours, _ = problems.split(Misconfigured)
        if ours is None:
            raise
        _leave("\n".join(str(each) for each in _leaves(ours)))
    except OSError as problem:
        # No door is ended by a database or a broker that is away: this is a file, or a port.
        _leave(f"{service.name} {door} cannot go on: {_short(problem)}.")
    return 0


def _done(service: Service[Settings], argv: Sequence[str]) -> None:
    match list(argv):
        case [*_, "migrate", "--check"]:
            acts.check(_settings(service.name, MigrationSettings), service.name)
        case [*_, "rewind", "-h" | "--help"]:
            sys.stdout.write(acts.HOW_TO_REWIND.format(service=service.name))
        case [*_, "rewind", moment]:
            acts.go_back(service, _settings(service.name, service.settings_type), moment)
        case [*_, "migrate"]:
            _migrate(service.name)
        case [*_, door] if door in DOORS:
            _open(service, door)
        case _:
            known = "|".join((*DOORS, _MIGRATE, f"{_MIGRATE} --check", "rewind MOMENT"))
            _leave(f"Say which door to open: python -m {service.name} {{{known}}}")


def _migrate(name: str) -> None:
    settings = _settings(name, MigrationSettings)
    logs.configure(service=name, level=settings.log_level, form=settings.log_format)
    try:
        run_migrations(settings, name)
    except NO_DATABASE as problem:
        todo = what_to_do(problem) or (
            "Is PostgreSQL running and are role, password and database in BOSS_DATABASE_URL right?"
        )
        raise Misconfigured(f"{name} {_MIGRATE}: {_short(problem)}. {todo}") from problem


def _open(service: Service[Settings], door: str) -> None:
    settings = _settings(service.name, service.settings_type)
    logs.configure(service=service.name, level=settings.log_level, form=settings.log_format)
    _collect_seldom()
    asyncio.run(Host(service, settings, door).live())


def _collect_seldom() -> None:
    """Look for garbage in cycles after as many new objects as a batch makes, not every 700.

    What was imported is never garbage. Reference counts free nearly all there is; the usual
    pace took a third of the time of a listener.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTING)


def _settings(name: str, kind: type[Knobs]) -> Knobs:
    os.environ.setdefault("BOSS_SERVICE", name)
    try:
        # All knobs come from the environment, which the type cannot know.
        return kind()  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [
            f"  {_variable(each['loc'])}{each['msg'].removeprefix('Value error, ')}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        raise Misconfigured(
            "\n".join([f"{name} cannot start. Set these in the environment:", *lines])
        ) from error
    except SettingsError as error:
        raise Misconfigured(f"{name} cannot start: {error} (is it valid JSON?)") from error


def _variable(place: tuple[int | str, ...]) -> str:
    """Name the variable a problem is about; one between several names them itself."""
    return f"BOSS_{'_'.join(map(str, place)).upper()}: " if place else ""


def _leave(problem: str) -> NoReturn:
    sys.stderr.write(problem + "\n")
    raise SystemExit(2)


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for each in group.exceptions:
        if isinstance(each, BaseExceptionGroup):
            yield from _leaves(each)
        else:
            yield each


def _short(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}".splitlines()[0]
