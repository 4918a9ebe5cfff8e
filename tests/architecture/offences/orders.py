"""What no area of orders may do."""

from architecture.contracts import CONTRACTS, Offence
from architecture.offences.house import ALCHEMY, KAFKA, PLUMBING, PURE, SQL, STORAGE

ROOMS = "Every area of orders has the same rooms, and arrows go one way"
ORDER = "Areas of orders stand on each other in one order"
FORMS = "A process of orders is a form: it knows what is judged and planned, and nothing else"
DOORS = "No area of orders enters another's edge, clients or storage"
WIRE = "Messages of orders are read and written by what speaks"
AREAS: list[str] = CONTRACTS[ROOMS]["containers"]

OFFENCES = (
    *(Offence(ROOMS, f"{area}.helpers") for area in AREAS),
    *(Offence(ROOMS, f"{area}.domain", f"{area}.usecases") for area in AREAS),
    *(Offence(ROOMS, f"{area}.ports", f"{area}.usecases") for area in AREAS),
    *(Offence(ROOMS, f"{area}.usecases", f"{area}.edge") for area in AREAS),
    *(Offence(ROOMS, f"{area}.edge", f"{area}.storage") for area in AREAS),
    *(Offence(ROOMS, f"{area}.edge", f"{area}.clients") for area in AREAS),
    Offence(ROOMS, "orders.ordering.wire", "orders.ordering.storage"),
    Offence(ROOMS, "orders.ordering.usecases", "orders.ordering.wire"),
    Offence(ORDER, "orders.helpers"),
    Offence(ORDER, "orders.ordering.usecases", "orders.processes.sim_swap"),
    Offence(ORDER, "orders.ordering.storage", "orders.arrears.tables"),
    Offence(ORDER, "orders.ordering.storage", "orders.arrears.ports"),
    Offence(ORDER, "orders.arrears.edge", "orders.unit_of_work"),
    Offence(ORDER, "orders.processes.sim_swap", "orders.arrears.domain"),
    Offence(ORDER, "orders.arrears.edge", "orders.settings"),
    Offence(ORDER, "orders.ordering.storage", "orders.bootstrap"),
    *(
        Offence(FORMS, "orders.processes", f"orders.ordering.{room}")
        for room in ("clients", "edge", "ports", "storage", "usecases", "wire")
    ),
    *(
        Offence(DOORS, f"orders.arrears.{by}", f"orders.ordering.{room}")
        for by, room in (("edge", "edge"), ("clients", "clients"), ("storage", "storage"))
    ),
    Offence(DOORS, "orders.processes", "orders.arrears.storage"),
    Offence(WIRE, "orders.arrears.usecases", "orders.ordering.wire"),
    Offence(WIRE, "orders.ordering.storage", "orders.ordering.wire"),
    *(
        Offence(PLUMBING, f"{area}.{room}", plumbing)
        for area in AREAS
        for room in ("domain", "usecases", "ports")
        for plumbing in ("sqlalchemy", "grpc", "faststream", "boss", "runtime", "google")
    ),
    Offence(PLUMBING, "orders.processes", "runtime"),
    Offence(PLUMBING, "orders.processes", "boss"),
    *(Offence(PURE, f"{area}.domain", "asyncio") for area in AREAS),
    *(Offence(PURE, f"{area}.domain", "kernel.clock") for area in AREAS),
    Offence(PURE, "orders.processes", "time"),
    *(Offence(STORAGE, f"{area}.storage", "boss") for area in AREAS),
    *(Offence(STORAGE, f"{area}.storage", "grpc") for area in AREAS),
    *(Offence(STORAGE, f"{area}.storage", "aiokafka") for area in AREAS),
    Offence(STORAGE, "orders.ordering.storage", "runtime.rpc"),
    *(Offence(SQL, f"{area}.edge", "sqlalchemy") for area in AREAS),
    *(Offence(SQL, f"{area}.clients", "asyncpg") for area in AREAS),
    Offence(SQL, "orders.ordering.wire", "sqlalchemy"),
    *(Offence(KAFKA, f"{area}.edge", "aiokafka") for area in AREAS),
    *(Offence(KAFKA, f"{area}.edge", "faststream") for area in AREAS),
    *(Offence(ALCHEMY, f"{area}.usecases", "sqlalchemy") for area in AREAS),
    Offence(ALCHEMY, "orders.bootstrap", "sqlalchemy"),
)
