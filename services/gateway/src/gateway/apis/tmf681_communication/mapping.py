"""Texts as TMF681 shows them."""

from collections.abc import Mapping
from typing import Any

from boss.provisioning.v1.texts_pb2 import Text

BASE = "/tmf-api/communicationManagement/v4"
RESOURCE = f"{BASE}/communicationMessage"
STATES: Mapping[str, str] = {
    "asked": "initial",
    "held": "initial",
    "sending": "inProgress",
    "submitted": "inProgress",
    "delivered": "completed",
    "failed": "failed",
    "expired": "failed",
}
"""TMF681's, by ours."""


def shown(text: Text, *, customer: str) -> dict[str, Any]:
    """Show a text; of a secret one there is no content."""
    said: dict[str, str | int] = {
        "state": text.state,
        "reason": text.reason,
        "language": text.language,
        "expiresAt": text.expires_at.ToJsonString(),
    }
    message: dict[str, Any] = {
        "id": text.id,
        "href": f"{RESOURCE}/{text.id}",
        "@type": "CommunicationMessage",
        "messageType": "SMS",
        "subject": text.template,
        "state": STATES[text.state],
        "priority": "high" if text.is_urgent else "normal",
        "tryTimes": text.sendings,
        "scheduledSendTime": text.asked_at.ToJsonString(),
        "receiver": [
            {
                "id": text.subscriber_id,
                "phoneNumber": text.msisdn,
                "party": {"id": customer, "@referredType": "Customer"},
            }
        ],
        "characteristic": [
            {"name": name, "valueType": "string", "value": value}
            for name, value in said.items()
            if value
        ],
    }
    if text.words:
        message["content"] = text.words
    if text.HasField("submitted_at"):
        message["sendTime"] = text.submitted_at.ToJsonString()
    if text.HasField("ended_at"):
        message["sendTimeComplete"] = text.ended_at.ToJsonString()
    return message
