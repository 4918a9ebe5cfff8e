"""What no area of billing may do."""

from architecture.contracts import CONTRACTS, Offence
from architecture.offences.house import ALCHEMY, KAFKA, PLUMBING, PURE, SQL, STORAGE

ROOMS = "Every area of billing has the same rooms, and arrows go one way"
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
