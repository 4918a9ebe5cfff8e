"""What no API of the gateway may do, nor what they share."""

from architecture.contracts import ROOT, Offence
from architecture.offences.house import KAFKA, SQL

SHARED = "The gateway's APIs stand on what they share, and arrows go one way"
APART = "An API of the gateway knows no other"
ROOMS = "Every API of the gateway has the same rooms"
REST = "What all APIs share has rooms of its own"
APIS = sorted(
    f"gateway.apis.{folder.parent.name}"
    for folder in (ROOT / "services/gateway/src/gateway/apis").glob("*/paths.py")
)

OFFENCES = (
    Offence(SHARED, "gateway.helpers"),
    Offence(SHARED, "gateway.records", "gateway.apis.desk.mapping"),
    Offence(SHARED, "gateway.rest.door", "gateway.records.roles"),
    Offence(SHARED, "gateway.clients", "gateway.rest.grammar"),
    Offence(SHARED, "gateway.domain", "gateway.rest.grammar"),
    Offence(SHARED, "gateway.apis.desk.handlers", "gateway.settings"),
    Offence(SHARED, "gateway.apis.desk.paths", "gateway.bootstrap"),
    *(
        Offence(APART, f"{api}.handlers", f"{other}.mapping")
        for api, other in zip(APIS, (*APIS[1:], APIS[0]), strict=True)
    ),
    Offence(APART, "gateway.apis.till.paths", "gateway.apis.tmf676_payment.roles"),
    *(Offence(ROOMS, f"{api}.helpers") for api in APIS),
    *(Offence(ROOMS, f"{api}.handlers", f"{api}.paths") for api in APIS),
    *(Offence(ROOMS, f"{api}.mapping", f"{api}.handlers") for api in APIS),
    *(Offence(ROOMS, f"{api}.schemas", f"{api}.mapping") for api in APIS),
    *(Offence(ROOMS, f"{api}.schemas", f"{api}.bodies") for api in APIS),
    Offence(REST, "gateway.rest.helpers"),
    Offence(REST, "gateway.rest.grammar", "gateway.rest.request.api_request"),
    Offence(REST, "gateway.rest.request", "gateway.rest.lists.filters"),
    Offence(REST, "gateway.rest.lists", "gateway.rest.door.path"),
    Offence(REST, "gateway.rest.door", "gateway.rest.reference.openapi"),
    Offence(REST, "gateway.rest.reference", "gateway.rest.application"),
    *(Offence(SQL, f"{api}.handlers", "sqlalchemy") for api in APIS),
    Offence(SQL, "gateway.records", "asyncpg"),
    Offence(SQL, "gateway.rest.door", "sqlalchemy"),
    *(Offence(KAFKA, f"{api}.handlers", "aiokafka") for api in APIS),
    Offence(KAFKA, "gateway.clients", "faststream"),
)
