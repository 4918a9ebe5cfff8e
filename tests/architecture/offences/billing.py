"""What no area of billing may do."""

from itertools import pairwise

from architecture.contracts import CONTRACTS, Offence
from architecture.offences.house import ALCHEMY, KAFKA, PLUMBING, PURE, SQL, STORAGE

ROOMS = "Every area of billing has the same rooms, and arrows go one way"
ORDER = "Areas of billing stand on each other in one order"
DOORS = "No area of billing enters another's edge, storage or clients"
TABLES = "Only storage knows the tables of billing"
WIRE = "Messages of billing's areas are read and written by what speaks"
AREAS: list[str] = CONTRACTS[ROOMS]["containers"]

OFFENCES = (
    *(Offence(ROOMS, f"{area}.helpers") for area in AREAS),
    *(Offence(ROOMS, f"{area}.domain", f"{area}.usecases") for area in AREAS),
    *(Offence(ROOMS, f"{area}.ports", f"{area}.usecases") for area in AREAS),
    *(Offence(ROOMS, f"{area}.usecases", f"{area}.edge") for area in AREAS),
    *(Offence(ROOMS, f"{area}.wire", f"{area}.storage") for area in AREAS),
    *(Offence(ROOMS, f"{area}.edge", f"{area}.storage") for area in AREAS),
    Offence(ROOMS, "billing.credit.processes", "billing.credit.usecases"),
    Offence(ROOMS, "billing.payments.edge", "billing.payments.clients"),
    Offence(ORDER, "billing.helpers"),
    *(Offence(ORDER, f"{low}.domain", f"{high}.domain") for low, high in pairwise(AREAS)),
    Offence(ORDER, "billing.ledger.usecases", "billing.credit.processes"),
    Offence(ORDER, "billing.steps.edge", "billing.unit_of_work"),
    Offence(ORDER, "billing.unit_of_work", "billing.bootstrap"),
    *(
        Offence(DOORS, "billing.steps.edge", f"{area}.{room}")
        for area in AREAS[:-1]
        for room in ("edge", "storage")
    ),
    Offence(DOORS, "billing.lifecycle.usecases", "billing.payments.clients"),
    *(
        Offence(TABLES, f"billing.payments.{room}", "billing.accounts.tables")
        for room in ("domain", "usecases", "wire", "edge", "clients")
    ),
    Offence(TABLES, "billing.bootstrap", "billing.metadata"),
    Offence(WIRE, "billing.steps.usecases", "billing.accounts.wire"),
    Offence(WIRE, "billing.payments.storage", "billing.accounts.wire"),
    *(
        Offence(PLUMBING, f"{area}.{room}", plumbing)
        for area in AREAS
        for room in ("domain", "usecases")
        for plumbing in ("sqlalchemy", "grpc", "boss", "runtime")
    ),
    *(Offence(PURE, f"{area}.domain", "asyncio") for area in AREAS),
    *(Offence(PURE, f"{area}.domain", "kernel.clock") for area in AREAS),
    *(Offence(STORAGE, f"{area}.storage", "boss") for area in AREAS),
    *(Offence(STORAGE, f"{area}.storage", "grpc") for area in AREAS),
    *(Offence(SQL, f"{area}.edge", "sqlalchemy") for area in AREAS),
    *(Offence(KAFKA, f"{area}.edge", "aiokafka") for area in AREAS),
    *(Offence(ALCHEMY, f"{area}.usecases", "sqlalchemy") for area in AREAS),
)
