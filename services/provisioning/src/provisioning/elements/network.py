"""The network as one element: the HLR for what is set, its GSUP door for what is seen there."""

from collections.abc import AsyncIterator, Sequence
from typing import assert_never

from provisioning.elements.domain.commands import (
    AddKeys,
    AddSubscription,
    Command,
    Evict,
    MoveNumber,
    OperateService,
    Probe,
    ProvideService,
    ReadNumber,
    RemoveKeys,
    RemoveSubscription,
    SetBars,
    SetPacketProfile,
)
from provisioning.elements.domain.subscription import Record
from provisioning.elements.hlr.clients.driver import MmlHlr
from provisioning.elements.ports import Exchange
from provisioning.elements.serving_node.clients import GsupNode
from provisioning.vault.domain.authentication import CardKeys


class Network:
    """Meets `usecases.ports.Element`."""

    def __init__(self, hlr: MmlHlr, node: GsupNode) -> None:
        self._hlr = hlr
        self._node = node

    async def tell(self, command: Command, keys: CardKeys | None) -> Exchange:
        match command:
            case Evict():
                return await self._node.evict(command)
            case Probe():
                return await self._node.probe(command)
            case (
                AddKeys()
                | RemoveKeys()
                | AddSubscription()
                | RemoveSubscription()
                | SetBars()
                | SetPacketProfile()
                | ProvideService()
                | OperateService()
                | MoveNumber()
                | ReadNumber()
            ):
                return await self._hlr.tell(command, keys)
            case _:
                assert_never(command)

    def dump(self) -> AsyncIterator[Sequence[Record]]:
        return self._hlr.dump()
