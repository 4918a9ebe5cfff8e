"""What an order asks for (TMF622 v4), read whole: nothing said twice, nothing overlooked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boss.orders.v1.process_pb2 import ProcessDescription
from gateway.rest.grammar.numbers import names_number, number_typed
from gateway.rest.request.api_request import missing, objects, part, text
from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed

ITEM = "productOrderItem"
CHARACTERISTIC = f"{ITEM}.product.productCharacteristic"
OFFERING = f"{ITEM}.productOffering.id"
PARTY = "relatedParty"
CUSTOMER = "customer"
MODIFY = "modify"
NUMBER = "msisdn"
"""The kind of a field that is a telephone number."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The process, whom it is about, and its fields as they were said."""

    process: str
    action: str
    subscriber: str
    customer: str
    """Whose it is said to be; empty where nothing is said."""
    offering: str
    """Said where TMF622 has a place of its own for it."""
    fields: Mapping[str, Any]

    def check_action(self, process: ProcessDescription) -> None:
        """Let pass what the process does; raises `FIELD_NOT_VALID`."""
        right = action_of(process)
        # Whoever ends a subscriber changes it, too.
        may = {"", right} if process.opens_subscriber else {"", right, MODIFY}
        if self.action not in may:
            field = f"{ITEM}.action"
            sentence = f"{process.name} can only {right} a product."
            raise Invalid("FIELD_NOT_VALID", sentence, field=field)

    def fields_for(self, process: ProcessDescription) -> Mapping[str, Any]:
        """Return the fields of its form; raises `FIELD_MISSING`, `FIELD_NOT_VALID`."""
        known = {field.name for field in process.fields}
        fields = dict(self.fields)
        if CUSTOMER in known and self.customer:
            _said_once(fields, CUSTOMER, self.customer, where=f"{PARTY}.id")
        if self.offering:
            if "offering" not in known:
                sentence = f"{process.name} chooses no offering."
                raise Invalid("FIELD_NOT_VALID", sentence, field=OFFERING)
            _said_once(fields, "offering", self.offering, where=OFFERING)
        for field in process.fields:
            if field.required and fields.get(field.name) in (None, ""):
                raise missing(field.name)
            if fields.get(field.name) == "":
                sentence = f"{field.name} is empty: leave it out."
                raise Invalid("FIELD_NOT_VALID", sentence, field=field.name)
        fields.update(_numbers_in(fields, process))
        return fields


def _numbers_in(fields: Mapping[str, Any], process: ProcessDescription) -> Mapping[str, str]:
    """Return its telephone numbers as they are kept, whatever the fields are called."""
    names = [field.name for field in process.fields if field.kind == NUMBER]
    typed = {name: fields[name] for name in names if isinstance(fields.get(name), str)}
    return {name: number_typed(value) for name, value in typed.items()}


def action_of(process: ProcessDescription) -> str:
    """Return what it does to a product, as TMF622 calls it."""
    if process.opens_subscriber:
        return "add"
    return "delete" if process.ends_subscriber else MODIFY


def wish_of(body: Mapping[str, Any], *, actor: Caller) -> Wish:
    """Read an order; raises `FIELD_MISSING`, `FIELD_NOT_VALID`, `NOT_YOURS` with its path."""
    # A list here; that it is the token's own, `check_claims` has seen.
    objects(body, "channel")
    item = _only_item(body)
    offered = text(
        part(item, "productOffering"), "id", needed="no", within=f"{ITEM}.productOffering."
    )
    category = text(body, "category", needed="no")
    if not category and not offered:
        field = "category or productOffering.id"
        raise Invalid("FIELD_MISSING", f"{field} is missing.", field=field)
    product = part(item, "product")
    return Wish(
        process=category or offered,
        action=text(item, "action", needed="no", within=f"{ITEM}."),
        subscriber=_subscriber_of(product),
        customer=_customer_of(body, actor),
        offering=offered if category else "",
        fields=_characteristics(objects(product, "productCharacteristic")),
    )


def _subscriber_of(product: Mapping[str, Any]) -> str:
    """Return which product it is about; empty where nothing is said."""
    named = text(product, "id", needed="no", within=f"{ITEM}.product.")
    check_is_no_number(named, field=f"{ITEM}.product.id")
    return named


def check_is_no_number(named: str, *, field: str) -> None:
    """Raise `FIELD_NOT_VALID` where a number stands for a subscriber, and say where their id is."""
    if named and names_number(named):
        sentence = (
            "Here belongs the subscriber's id, and not their number:"
            " GET /v1/subscribers/<number> shows it as id."
        )
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)


def _only_item(body: Mapping[str, Any]) -> Mapping[str, Any]:
    items = objects(body, ITEM)
    for item in items:
        # There is one, so it is told from nothing by its id.
        text(item, "id", needed="no", within=f"{ITEM}.")
    if len(items) != 1:
        sentence = "An order has exactly one item: what one subscriber gets."
        raise Invalid("FIELD_NOT_VALID", sentence, field=ITEM)
    return items[0]


def _customer_of(body: Mapping[str, Any], actor: Caller) -> str:
    """Return the one customer an order names; others it cannot be about."""
    customer = ""
    for party in objects(body, PARTY):
        if text(party, "role", within=f"{PARTY}.") != CUSTOMER:
            sentence = "An order is a customer's and concerns nobody else."
            raise Invalid("FIELD_NOT_VALID", sentence, field=f"{PARTY}.role")
        named = text(party, "id", within=f"{PARTY}.")
        if customer and named != customer:
            raise Invalid("FIELD_NOT_VALID", "An order has one customer.", field=PARTY)
        customer = named
    if customer and not actor.staff and customer != actor.customer_id:
        raise NotAllowed("NOT_YOURS", "You order for yourself.", field=f"{PARTY}.id")
    return customer


def _characteristics(said: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    fields: dict[str, Any] = {}
    for characteristic in said:
        name = text(characteristic, "name", within=f"{CHARACTERISTIC}.")
        if name in fields:
            raise Invalid("FIELD_NOT_VALID", f"{name} is said twice.", field=name)
        if "value" not in characteristic:
            raise Invalid("FIELD_MISSING", f"{name} has no value.", field=name)
        fields[name] = characteristic["value"]
    return {name: value for name, value in fields.items() if value is not None}


def _said_once(fields: dict[str, Any], name: str, value: str, *, where: str) -> None:
    if fields.setdefault(name, value) != value:
        sentence = f"{name} is said twice, and differs."
        raise Invalid("FIELD_NOT_VALID", sentence, field=where)
