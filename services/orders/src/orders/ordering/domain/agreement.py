"""The network-access agreement (入网协议) a customer signs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Its four parts and its version (R-OPEN-1); none may be empty."""

    service_types: str
    service_items: str
    tariff_plan: str
    payment_plan: str
    agreement_version: str
