"""Under which heading an operation stands: the API it belongs to, told by its path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.rest.door.door import Path


@dataclass(frozen=True, slots=True)
class Tag:
    """A heading, what is under it, and how its paths begin."""

    name: str
    about: str
    begins: tuple[str, ...]

    @property
    def shown(self) -> Mapping[str, str]:
        """Return it as OpenAPI has it."""
        return {"name": self.name, "description": self.about}


TAGS: Sequence[Tag] = (
    Tag(
        "Product orders (TMF622)",
        "Whatever changes a subscriber is an order: asked here, judged, prepared, carried out in "
        "the network, settled. Its `category` names the process, its characteristics are the "
        "fields that `GET /v1/processes` lists.",
        ("/tmf-api/productOrderingManagement/", "/v1/processes"),
    ),
    Tag(
        "Customers and persons (TMF629, TMF632)",
        "Who was registered with which paper, masked unless a reason is said, and the proofs that "
        "somebody was checked.",
        ("/tmf-api/customerManagement/", "/tmf-api/party/", "/v1/proofs"),
    ),
    Tag(
        "Subscribers",
        "Numbers in service: their state, money, use and allowances; and the stock they come from.",
        ("/v1/subscribers", "/v1/stock/", "/v1/allowances"),
    ),
    Tag(
        "Catalogue (TMF620)",
        "What is sold and at which price, as the catalogue of the day says.",
        ("/tmf-api/productCatalogManagement/", "/v1/offerings", "/v1/packs"),
    ),
    Tag(
        "Usage (TMF635, TMF677)",
        "What was used, what it cost, and what is left; of one number, for who may see it.",
        ("/tmf-api/usageManagement/", "/tmf-api/usageConsumption/"),
    ),
    Tag(
        "Balances and top-ups (TMF654)",
        "Money, gifts, deposits and allowances as buckets; top-ups and adjustments of them.",
        ("/tmf-api/prepayBalanceManagement/", "/v1/adjustments", "/v1/accounts"),
    ),
    Tag(
        "Payments and refunds (TMF676)",
        "Money that came in on the word of whoever collected it, and what is paid back.",
        (
            "/tmf-api/paymentManagement/",
            "/v1/payments",
            "/v1/payment-providers",
            "/v1/vouchers",
            "/v1/refunds",
        ),
    ),
    Tag(
        "Business clock",
        "The business time of all services, where it can be moved: never in production.",
        ("/v1/clock",),
    ),
)


def tag_of(path: Path) -> Tag:
    """Return the heading of an operation; raises LookupError for a path that has none."""
    for tag in TAGS:
        if path.path.startswith(tag.begins):
            return tag
    raise LookupError(f"{path.path} belongs under no heading: name it in api_tags.py")
