"""What the areas of provisioning and of the emulator may not do."""

from itertools import pairwise

from architecture.contracts import CONTRACTS, Offence
from architecture.offences.house import ALCHEMY, APART, KAFKA, PLUMBING, PURE, SQL, STORAGE

ROOMS = "Every area of provisioning and emulator has the same rooms"
KINDS = "A network change knows its message and no other plumbing"
PROVISIONING = "Areas of provisioning stand on each other in one order"
ELEMENTS = "Each kind of element has a folder that no other one knows"
EMULATOR = "Areas of the emulator stand on each other in one order"
DOORS = "Each door of the emulator has a folder of its own"
TABLES = "Only storage knows the tables of provisioning and emulator"
AREAS: list[str] = CONTRACTS[ROOMS]["containers"]
BELOW = {
    name: contract["source_modules"][0]
    for name, contract in CONTRACTS.items()
    if name.endswith("uses what is below it through use cases, ports and domain")
    and contract["source_modules"][0].startswith(("provisioning.", "emulator."))
}
"""Which area each contract binds."""
_ORDERS = {
    name: [
        f"{container}.{layer}"
        for container in CONTRACTS[name]["containers"]
        for layer in CONTRACTS[name]["layers"]
        if "|" not in layer and not layer.startswith("__")
    ]
    for name in (PROVISIONING, ELEMENTS, EMULATOR, DOORS)
}
"""Areas that stand alone in their layer, from the highest down."""

OFFENCES = (
    *(Offence(ROOMS, f"{one}.helpers") for one in AREAS),
    *(Offence(ROOMS, f"{one}.domain", f"{one}.usecases") for one in AREAS),
    *(Offence(ROOMS, f"{one}.ports", f"{one}.usecases") for one in AREAS),
    *(Offence(ROOMS, f"{one}.usecases", f"{one}.edge") for one in AREAS),
    *(Offence(ROOMS, f"{one}.usecases", f"{one}.wire") for one in AREAS),
    *(Offence(ROOMS, f"{one}.wire", f"{one}.storage") for one in AREAS),
    *(Offence(ROOMS, f"{one}.storage", f"{one}.clients") for one in AREAS),
    *(Offence(ROOMS, f"{one}.clients", f"{one}.edge") for one in AREAS),
    *(
        Offence(name, lower, higher)
        for name, areas in _ORDERS.items()
        for higher, lower in pairwise(areas)
    ),
    *(Offence(name, f"{CONTRACTS[name]['containers'][0]}.helpers") for name in _ORDERS),
    Offence(ELEMENTS, "provisioning.elements.hlr", "provisioning.elements.serving_node"),
    Offence(ELEMENTS, "provisioning.elements.sms_centre", "provisioning.elements.hlr"),
    Offence(PROVISIONING, "provisioning.changes", "provisioning.texts"),
    Offence(PROVISIONING, "provisioning.texts", "provisioning.mediation"),
    Offence(PROVISIONING, "provisioning.mediation", "provisioning.texts"),
    Offence(PROVISIONING, "provisioning.texts", "provisioning.comparison"),
    Offence(DOORS, "emulator.doors.mml", "emulator.doors.gsup"),
    Offence(DOORS, "emulator.doors.gsup", "emulator.doors.lab"),
    Offence(DOORS, "emulator.doors.smpp", "emulator.doors.gsup"),
    *(
        Offence(name, area, forbidden)
        for name, area in BELOW.items()
        for forbidden in CONTRACTS[name]["forbidden_modules"]
    ),
    Offence(APART, "provisioning.elements.hlr", "emulator.hlr"),
    *(
        Offence(PLUMBING, room, plumbing)
        for room in (
            "provisioning.changes.usecases",
            "provisioning.changes.ports",
            "emulator.hlr.domain",
            "emulator.doors.mml.usecases",
        )
        for plumbing in ("sqlalchemy", "grpc", "boss", "runtime")
    ),
    *(
        Offence(KINDS, "provisioning.changes.kinds", plumbing)
        for plumbing in CONTRACTS[KINDS]["forbidden_modules"]
    ),
    Offence(ROOMS, "provisioning.changes.usecases", "provisioning.changes.kinds"),
    Offence(ROOMS, "provisioning.changes.tables", "provisioning.changes.storage"),
    Offence(ROOMS, "emulator.hlr.tables", "emulator.hlr.wire"),
    *(Offence(TABLES, f"{one}.edge", f"{one}.tables") for one in AREAS if "doors" not in one),
    Offence(TABLES, "provisioning.unit_of_work", "provisioning.changes.tables"),
    Offence(TABLES, "provisioning.changes.clients", "provisioning.elements.hlr.tables"),
    Offence(TABLES, "emulator.doors.mml.edge", "emulator.hlr.tables"),
    Offence(ROOMS, "emulator.doors.mml.wire", "emulator.doors.mml.commands"),
    Offence(ROOMS, "emulator.doors.gsup.commands", "emulator.doors.gsup.edge"),
    Offence(PURE, "provisioning.changes.domain", "asyncio"),
    Offence(PURE, "emulator.hlr.domain", "kernel.clock"),
    *(Offence(STORAGE, f"{one}.storage", "boss") for one in AREAS),
    *(Offence(SQL, f"{one}.{room}", "asyncpg") for one in AREAS for room in ("edge", "wire")),
    *(Offence(KAFKA, one, "aiokafka") for one in ("provisioning", "emulator")),
    *(Offence(ALCHEMY, f"{one}.usecases", "sqlalchemy") for one in AREAS),
)
