"""The paths of packs and allowances."""

from gateway.apis.self_service.handlers.packs import Packs
from gateway.domain.roles import Act
from gateway.rest.door.door import Path
from gateway.rest.grammar.field_names import OF_A_PACK

SUBSCRIBER = "/v1/subscribers/{id}"


def pack_paths(packs: Packs) -> tuple[Path, ...]:
    """Plain endpoints, in fen; packs on sale are offerings of TMF620, too."""
    return (
        Path(method="GET", path="/v1/packs", act=Act.READ_OFFERINGS, answer=packs.on_sale,
             gives="Packs", summary="List packs that may be bought"),
        Path(method="POST", path=f"{SUBSCRIBER}/packs", act=Act.BUY_PACK, names=OF_A_PACK,
             answer=packs.buy, takes="PackPurchase", gives="PackBought",
             summary="Buy a pack from the balance, at once"),
        Path(method="GET", path=f"{SUBSCRIBER}/allowances", act=Act.READ_BALANCE,
             names=OF_A_PACK, answer=packs.allowances, gives="Allowances",
             summary="List what plan and packs still let her use, in the order in which they pay"),
        Path(method="POST", path="/v1/allowances/{id}/cancellation", act=Act.BUY_PACK,
             names=OF_A_PACK, answer=packs.cancel, takes="PackCancellation",
             gives="PackCancelled", summary="Give an unused pack back, or let it not renew"),
        Path(method="POST", path=f"{SUBSCRIBER}/data-openings", act=Act.OPEN_DATA,
             names=OF_A_PACK, answer=packs.open_data, takes="DataOpening", gives="DataOpened",
             summary="Let data that was cut off at its cap go on in the same month"),
    )  # fmt: skip
