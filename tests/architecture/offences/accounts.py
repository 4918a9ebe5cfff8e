"""What no area of accounts may do."""

from architecture.contracts import CONTRACTS, Offence

AREA_ROOMS = "Every area of accounts has the same rooms, and arrows go one way"
AREA_ORDER = "Areas of accounts stand on each other in one order"
DOORS = "Nobody enters an area of accounts by its door"
STORAGES = "Only storage knows the tables and storage of an area of accounts"
AREAS: list[str] = CONTRACTS[AREA_ROOMS]["containers"]

OFFENCES = (
    *(Offence(AREA_ROOMS, f"{area}.helpers") for area in AREAS),
    Offence(AREA_ROOMS, "accounts.stock.domain", "accounts.stock.usecases"),
    Offence(AREA_ROOMS, "accounts.stock.usecases", "accounts.stock.wire"),
    Offence(AREA_ROOMS, "accounts.audit.edge", "accounts.audit.storage"),
    Offence(AREA_ROOMS, "accounts.proofs.wire", "accounts.proofs.storage"),
    Offence(AREA_ROOMS, "accounts.proofs.usecases", "accounts.proofs.clients"),
    Offence(AREA_ORDER, "accounts.helpers"),
    Offence(AREA_ORDER, "accounts.audit.usecases", "accounts.customers.domain"),
    Offence(AREA_ORDER, "accounts.stock.storage", "accounts.subscribers.tables"),
    Offence(AREA_ORDER, "accounts.customers.usecases", "accounts.subscribers.ports"),
    Offence(AREA_ORDER, "accounts.subscribers.usecases", "accounts.proofs.domain.proof"),
    Offence(AREA_ORDER, "accounts.steps.edge", "accounts.facts.ports"),
    Offence(DOORS, "accounts.subscribers.usecases", "accounts.stock.edge"),
    Offence(DOORS, "accounts.facts.storage", "accounts.customers.edge"),
    Offence(STORAGES, "accounts.proofs.usecases", "accounts.customers.storage"),
    Offence(STORAGES, "accounts.proofs.edge", "accounts.customers.tables"),
    Offence(STORAGES, "accounts.facts.wire", "accounts.stock.storage"),
)
