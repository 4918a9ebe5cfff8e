"""Shapes of this API for the OpenAPI document, after TM Forum's TMF681."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.reference.shapes import MOMENT, REFERENCE, TEXT, list_of, object_of, ref

MESSAGE = object_of(
    "id",
    "href",
    "messageType",
    "subject",
    "state",
    "receiver",
    id=TEXT,
    href=TEXT,
    messageType=TEXT,
    subject=TEXT,
    content=TEXT,
    state=TEXT,
    priority=TEXT,
    tryTimes={"type": "integer"},
    scheduledSendTime=MOMENT,
    sendTime=MOMENT,
    sendTimeComplete=MOMENT,
    receiver=list_of(object_of("id", "phoneNumber", id=TEXT, phoneNumber=TEXT, party=REFERENCE)),
    characteristic=list_of(object_of("name", "value", name=TEXT, value={})),
)
SCHEMAS: Mapping[str, Any] = {
    "CommunicationMessage": MESSAGE,
    "CommunicationMessages": list_of(ref("CommunicationMessage")),
}
