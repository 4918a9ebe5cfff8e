"""What can be asked for, as orders tells it: the forms of processes."""

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from boss.orders.v1.process_pb2 import ProcessDescription
from boss.orders.v1.questions_pb2 import DescribeProcessesRequest
from gateway.clients.services import Services
from gateway.records.shown import plain
from gateway.rest.request.api_request import ApiRequest
from kernel.errors import NotFound
from runtime.rpc.client import answered


class Processes:
    """What can be asked for, as orders describes it; asked once, then remembered."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: Mapping[str, ProcessDescription] = {}

    async def all(self) -> Mapping[str, ProcessDescription]:
        """Return every process by name."""
        if not self._known:
            call = self._services.ask_orders.DescribeProcesses(DescribeProcessesRequest())
            told = await answered(call)
            self._known = {one.name: one for one in told.processes}
        return self._known

    async def named(self, name: str) -> ProcessDescription:
        """Return one; raises `NO_SUCH_PROCESS`."""
        known = await self.all()
        if name not in known:
            sentence = f"We do not offer {name!r}; see /v1/processes."
            raise NotFound("NO_SUCH_PROCESS", sentence, field="category")
        return known[name]

    async def form_of(self, name: str) -> ProcessDescription:
        """Return one; of what is not offered any more an empty one."""
        known = await self.all()
        return known.get(name, ProcessDescription())

    async def described(self, request: ApiRequest) -> Response:
        """Every process as a form: fields, channels, proofs, rules, fees."""
        return JSONResponse([plain(one) for one in (await self.all()).values()])
