"""What no service may do, and the libraries may not."""

from architecture.contracts import CONTRACTS, Offence

ROOMS = "Every service has the same rooms, and arrows go one way"
APART = "Services do not know each other, nor do tools look inside them"
FLOOR = "The floor never looks up"
KERNEL = "Kernel stands on the standard library alone"
PLUMBING = "Business rooms know no plumbing"
PURE = "Domain and processes neither wait nor read the clock"
STORAGE = "Storage does not speak"
SQL = "Who calls us and whom we call know no SQL"
KAFKA = "Kafka is spoken by the runtime alone"
ALCHEMY = "SQLAlchemy is for tables, the statements over them and migrations"
SERVICES: list[str] = CONTRACTS[ROOMS]["containers"]
"""Those that are not divided into areas."""

OFFENCES = (
    *(Offence(ROOMS, f"{one}.helpers") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.domain", f"{one}.usecases") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.usecases", f"{one}.edge") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.wire", f"{one}.storage") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.edge", f"{one}.storage") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.edge", f"{one}.settings") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.storage", f"{one}.bootstrap") for one in SERVICES),
    Offence(ROOMS, "orders.domain", "orders.processes"),
    Offence(ROOMS, "orders.processes", "orders.usecases"),
    Offence(APART, "accounts.edge", "billing.accounts.domain"),
    Offence(APART, "launch", "orders.domain"),
    Offence(APART, "bossctl", "accounts.storage"),
    Offence(FLOOR, "kernel", "orders"),
    Offence(FLOOR, "kernel", "boss"),
    Offence(FLOOR, "boss", "kernel"),
    Offence(FLOOR, "kernel", "runtime"),
    Offence(FLOOR, "runtime", "billing"),
    Offence(FLOOR, "boss", "runtime"),
    *(Offence(KERNEL, "kernel", one) for one in CONTRACTS[KERNEL]["forbidden_modules"]),
    *(
        Offence(PLUMBING, f"{one}.{room}", plumbing)
        for one in (*SERVICES, "gateway")
        for room, plumbing in (("domain", "sqlalchemy"), ("domain", "boss"), ("domain", "grpc"))
    ),
    *(
        Offence(PLUMBING, f"{one}.usecases", plumbing)
        for one in SERVICES
        for plumbing in ("sqlalchemy", "grpc", "faststream", "boss", "runtime", "google")
    ),
    Offence(PLUMBING, "orders.processes", "runtime"),
    Offence(PLUMBING, "orders.processes", "boss"),
    *(Offence(PURE, f"{one}.domain", "asyncio") for one in (*SERVICES, "gateway")),
    *(Offence(PURE, f"{one}.domain", "kernel.clock") for one in (*SERVICES, "gateway")),
    Offence(PURE, "orders.processes", "time"),
    *(Offence(STORAGE, f"{one}.storage", "boss") for one in SERVICES),
    *(Offence(STORAGE, f"{one}.storage", "grpc") for one in SERVICES),
    *(Offence(STORAGE, f"{one}.storage", "aiokafka") for one in SERVICES),
    Offence(STORAGE, "orders.storage", "runtime.rpc"),
    *(Offence(SQL, f"{one}.edge", "sqlalchemy") for one in SERVICES),
    *(Offence(SQL, f"{one}.wire", "sqlalchemy") for one in SERVICES),
    Offence(SQL, "orders.clients", "asyncpg"),
    *(Offence(KAFKA, f"{one}.edge", "aiokafka") for one in SERVICES),
    *(Offence(KAFKA, f"{one}.edge", "faststream") for one in SERVICES),
    *(Offence(ALCHEMY, f"{one}.bootstrap", "sqlalchemy") for one in SERVICES),
    *(Offence(ALCHEMY, f"{one}.usecases", "sqlalchemy") for one in SERVICES),
    Offence(ALCHEMY, "runtime", "sqlalchemy"),
)
