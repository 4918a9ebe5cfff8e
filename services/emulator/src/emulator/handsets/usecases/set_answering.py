"""Say what whoever has a handset does when it rings: answer, talk already, or nothing."""

from emulator.handsets.ports import UnitOfWork
from emulator.switch.domain.routing import Answering
from kernel.errors import NotFound


async def set_answering(imsi: str, answering: Answering, *, uow: UnitOfWork) -> None:
    """Raises NotFound NO_SUCH_HANDSET where no card was ever put into one."""
    async with uow:
        if not await uow.handsets.save_answering(imsi, answering):
            raise NotFound("NO_SUCH_HANDSET", "This card was never in a handset.")
