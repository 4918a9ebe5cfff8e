"""What a service's image does once and ends: it tells what a migration would do; it goes back.

`python -m <service> migrate --check` changes nothing. `python -m <service> rewind MOMENT` is for a
database that was restored to that moment (RFC 3339), while none of the service's doors is open.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime

from runtime.database.database import Database
from runtime.database.migrations.checking import outlook
from runtime.errors import NO_DATABASE, Misconfigured
from runtime.host.rewinding import rewind
from runtime.host.service import Service, Settings
from runtime.settings.service_settings import MigrationSettings

HOW_TO_REWIND = """usage: python -m {service} rewind MOMENT

For a database that was restored to MOMENT (RFC 3339 with its zone, as
2026-11-29T10:00:00+08:00), while none of the service's doors is open: the relay sends the kept
day again, and each group of the service consumes again from an hour before. Its environment is that
of a door (BOSS_DATABASE_URL, BOSS_KAFKA ...).
It may be done again.
"""


def check(settings: MigrationSettings, package: str) -> None:
    """Print what stands between the database and this image, a JSON object."""
    told = asyncio.run(_checked(settings, package))
    _say({"service": package, **told})


def go_back(service: Service[Settings], settings: Settings, moment: str) -> None:
    """Let the relay's day be sent again and the listeners consume again from before the moment."""
    told = asyncio.run(rewind(service, settings, to=_moment(moment)))
    _say({"service": service.name, **told})


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise Misconfigured(f"{text!r} is no moment such as 2026-11-29T10:00:00Z.") from problem
    if moment.tzinfo is None:
        raise Misconfigured(f"Say in which zone {text} is, such as {text}Z.")
    return moment.astimezone(UTC)


async def _checked(settings: MigrationSettings, package: str) -> dict[str, object]:
    database = Database.connect(settings.database_url, name="check", pool_size=1)
    try:
        return (await outlook(database, package)).as_json()
    except NO_DATABASE as problem:
        raise Misconfigured(
            f"{package}: the database does not answer ({type(problem).__name__})."
        ) from problem
    finally:
        await database.close()
