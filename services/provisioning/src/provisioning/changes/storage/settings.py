"""What is set for a number, as a row keeps it: words, and none where it is as it began."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ARRAY, Text, any_, bindparam, select

from provisioning.changes.tables import PROFILE
from provisioning.elements.domain.barring import Abroad, Level, Permissions
from provisioning.elements.domain.setting import BEGINNING, Operated, Service, Setting
from runtime.database.database import Database

_OF = select(PROFILE.c.msisdn, PROFILE.c.level, PROFILE.c.setting).where(
    PROFILE.c.msisdn == any_(bindparam("msisdns", type_=ARRAY(Text)))
)


async def settings_of(database: Database, msisdns: Sequence[str]) -> Mapping[str, Setting]:
    """Return what orders asked to be set for these numbers; who is left out is new."""
    if not msisdns:
        return {}
    rows = await database.execute(_OF, msisdns=list(msisdns))
    return {row.msisdn: setting_of(row.level, row.setting) for row in rows}


def written(setting: Setting) -> str:
    """Write all but the level, which has a column of its own."""
    words = {
        "idd": setting.permissions.idd.value,
        "roaming": setting.permissions.roaming.value,
        "packets": setting.packet_profile,
        "services": ",".join(sorted(setting.services)),
        "operated": ",".join(_written(one) for one in sorted(setting.operated)),
    }
    usual = _usual()
    return " ".join(f"{name}={word}" for name, word in words.items() if word != usual[name])


def setting_of(level: str, text: str) -> Setting:
    words = _usual() | dict(word.split("=", 1) for word in text.split())
    return Setting(
        Level(level),
        Permissions(Abroad(words["idd"]), Abroad(words["roaming"])),
        words["packets"],
        frozenset(Service(name) for name in words["services"].split(",") if name),
        frozenset(_read(word) for word in words["operated"].split(",") if word),
    )


def _written(operated: Operated) -> str:
    words = (operated.service, int(operated.is_active), operated.number, operated.seconds)
    return ":".join(map(str, words))


def _read(word: str) -> Operated:
    service, is_active, number, seconds = word.split(":")
    return Operated(Service(service), is_active == "1", number, int(seconds))


def _usual() -> dict[str, str]:
    permissions = BEGINNING.permissions
    return {
        "idd": permissions.idd.value,
        "roaming": permissions.roaming.value,
        "packets": BEGINNING.packet_profile,
        "services": "",
        "operated": "",
    }
