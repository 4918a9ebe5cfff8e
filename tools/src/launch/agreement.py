"""What the agreement (入网协议) of the sample says."""

from collections.abc import Mapping


def agreement(offering: str, *, paid: str = "prepaid") -> Mapping[str, str]:
    """Return the four parts of a network-access agreement, and its version (R-OPEN-1)."""
    return {
        "service_types": "mobile voice and messages",
        "service_items": "calls, texts",
        "tariff_plan": offering,
        "payment_plan": paid,
        "agreement_version": "1",
    }
