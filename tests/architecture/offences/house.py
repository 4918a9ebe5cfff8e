"""What no service may do, and the libraries may not."""

from architecture.contracts import CONTRACTS, Offence

APART = "Services do not know each other, nor do tools look inside them"
FLOOR = "The floor never looks up"
RUNTIME = "Packages of the runtime stand on each other in one order"
KERNEL = "Kernel stands on the standard library alone"
PLUMBING = "Business rooms know no plumbing"
PURE = "Domain and processes neither wait nor read the clock"
STORAGE = "Storage does not speak"
SQL = "Who calls us and whom we call know no SQL"
KAFKA = "Kafka is spoken by the runtime alone"
ALCHEMY = "SQLAlchemy is for tables, the statements over them and migrations"

OFFENCES = (
    Offence(APART, "accounts.edge", "billing.accounts.domain"),
    Offence(APART, "launch", "orders.ordering.domain"),
    Offence(APART, "bossctl", "accounts.storage"),
    Offence(FLOOR, "kernel", "orders"),
    Offence(FLOOR, "kernel", "boss"),
    Offence(FLOOR, "boss", "kernel"),
    Offence(FLOOR, "kernel", "runtime"),
    Offence(FLOOR, "runtime", "billing"),
    Offence(FLOOR, "boss", "runtime"),
    Offence(RUNTIME, "runtime.helpers"),
    Offence(RUNTIME, "runtime.operations", "runtime.host"),
    Offence(RUNTIME, "runtime.messaging", "runtime.operations"),
    Offence(RUNTIME, "runtime.messaging", "runtime.rpc"),
    Offence(RUNTIME, "runtime.rpc", "runtime.messaging"),
    Offence(RUNTIME, "runtime.jobs", "runtime.messaging"),
    Offence(RUNTIME, "runtime.database", "runtime.jobs"),
    Offence(RUNTIME, "runtime.telemetry", "runtime.database"),
    Offence(RUNTIME, "runtime.settings", "runtime.telemetry"),
    *(Offence(KERNEL, "kernel", one) for one in CONTRACTS[KERNEL]["forbidden_modules"]),
    *(Offence(PLUMBING, "gateway.domain", one) for one in ("sqlalchemy", "boss", "grpc")),
    Offence(PURE, "gateway.domain", "asyncio"),
    Offence(PURE, "gateway.domain", "kernel.clock"),
    Offence(ALCHEMY, "runtime", "sqlalchemy"),
)
