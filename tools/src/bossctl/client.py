"""Where a command stands: who asks, and the services it can ask."""

import getpass
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import grpc
from pydantic_settings import SettingsError

from bossctl.outcome import Misused, Unsuccessful
from kernel.acting_person import TOOL
from kernel.caller import Caller
from runtime.errors import Misconfigured, Unanswered
from runtime.rpc.client import Channels, answered
from runtime.settings.service_settings import ServiceSettings

Answer = TypeVar("Answer")

CALLER = TOOL
SHARED_ACCOUNT = "kaitong"
"""As whom everybody is in our images."""
USUAL_SECONDS = 10.0
LONG_SECONDS = 55.0
"""For whole files; a service answers nothing later than after 60 seconds."""


class ToolSettings(ServiceSettings):
    """What a tool needs of a service's knobs: peers, call key and certificates."""

    database_url: str = ""
    kafka: str = ""


def settings_from_environment() -> ToolSettings:
    """
    Read `BOSS_PEERS` and `BOSS_CALL_KEY_FILE`.

    :raises ValidationError: where one is missing or of another kind.
    :raises Misconfigured: where one is not even JSON.
    """
    # The key file comes from the environment, like all that is not named here.
    named: dict[str, Any] = {"service": CALLER}
    try:
        return ToolSettings(**named)
    except SettingsError as error:
        raise Misconfigured(
            f"{error}: BOSS_PEERS must be JSON such as "
            '{"orders": "127.0.0.1:50051"}. Source operator.env of a running operator.'
        ) from error


@dataclass(frozen=True, slots=True)
class Client:
    """Calls the services in the name of one person."""

    channels: Channels
    peers: tuple[str, ...]

    @classmethod
    def open(cls, settings: ServiceSettings) -> "Client":
        """Stand ready; raises `Misconfigured` without addresses or with a bad call key."""
        if not settings.peers:
            raise Misconfigured(
                "BOSS_PEERS is empty: it tells where each service answers, for example "
                '{"orders": "127.0.0.1:50051"}. Source operator.env of a running operator.'
            )
        return cls(Channels(settings), tuple(sorted(settings.peers)))

    async def close(self) -> None:
        await self.channels.close()

    async def ask(
        self,
        service: str,
        method: Callable[..., Awaitable[Answer]],
        request: object,
        *,
        seconds: float | None = None,
    ) -> Answer:
        """
        Ask a service and wait for its answer.

        :raises Refusal: as the service said it.
        :raises Unsuccessful: without an answer in `seconds` (left out: ten), or with a fault.
        """
        seconds = seconds or USUAL_SECONDS
        try:
            return await answered(method(request, timeout=seconds))
        except Unanswered as silence:
            raise Unsuccessful(
                f"{service} did not answer within {seconds:.0f} s ({silence}). See whether it runs "
                f"at the address BOSS_PEERS gives, then ask again: that is harmless."
            ) from silence
        except grpc.aio.AioRpcError as error:
            raise Unsuccessful(
                f"{service} failed with {error.code().name}: {error.details()}. Its log tells more."
            ) from error


def somebody(name: str) -> Caller:
    """Return who asks: the person named, or whoever uses this machine's account."""
    who = name or _account()
    return Caller(id=who, roles=frozenset({"operations"}), channel="system", staff=True)


def _account() -> str:
    """Return the name of this machine's account. Raises Misused where it is nobody's own."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):  # the second from Python 3.13 on
        account = SHARED_ACCOUNT
    if account == SHARED_ACCOUNT:
        raise Misused(
            "This account belongs to nobody: say who asks, with --as NAME, for the audit."
        )
    return account
