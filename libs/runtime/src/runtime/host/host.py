"""One process of a service: what its door opens, how it tells its health, how it is closed."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Generic

from runtime.clock import BusinessClock
from runtime.database.database import Database
from runtime.database.migrations import Schema
from runtime.errors import Misconfigured
from runtime.host.answerer import Answerer
from runtime.host.renewal import exchanged_files, until_renewed
from runtime.host.service import Parts, Plumbing, Service, Settings
from runtime.host.telemetry import Telemetry
from runtime.host.web import Web
from runtime.jobs.keep_running import keep_running, repeat, wait_for
from runtime.jobs.work import IDLE_POLL_SECONDS, POLL_SECONDS, Workers
from runtime.messaging import relay as relaying
from runtime.messaging.consumer import Consumer
from runtime.messaging.copies import Copies
from runtime.messaging.handling import MessageHandler
from runtime.messaging.kafka_security import connecting, follow_renewed
from runtime.messaging.outbox import Outbox
from runtime.messaging.typed_text import TypedTextWork
from runtime.operations.audit_store import STORE, RemoteTexts
from runtime.rpc.caller import Channels
from runtime.rpc.health import LIVE, READY, STARTUP, Health
from runtime.settings.database_url import what_to_do
from runtime.telemetry.exposition import serve_metrics
from runtime.telemetry.logs import logger

API, LISTEN, RELAY, WORK, ALL = "api", "listen", "relay", "work", "all"
DOORS = (API, LISTEN, RELAY, WORK, ALL)
_LOOK_SECONDS = 1.0
_LEAVING = "leaving, to be started with what was exchanged"
_log = logger("host")


class Host(Generic[Settings]):
    """A process behind one door; it lives until it is told to stop (SIGTERM, SIGINT)."""

    def __init__(self, service: Service[Settings], settings: Settings, door: str) -> None:
        self._service = service
        self._settings = settings
        self._door = door
        self._told_to_stop = asyncio.Event()
        self._health = Health()
        self._schema = Schema.of(service.name)
        self.ports: dict[str, int] = {}
        self.is_open = asyncio.Event()
        self._is_leaving = False

    def stop(self) -> None:
        """Begin to close."""
        self._told_to_stop.set()

    async def live(self) -> None:
        """Open, stay, and close in order: told, drained, stopped, flushed."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        await self.stay()

    async def stay(self) -> None:
        """Live without listening for signals."""
        settings = self._settings
        # Files that cannot be read are told before anything is opened, behind every door.
        connecting(settings)
        database = Database.connect(
            settings.database_url,
            name=f"{settings.service} {self._door}",
            pool_size=settings.database_pool,
            statement_seconds=settings.statement_seconds,
        )
        async with AsyncExitStack() as closing:
            closing.push_async_callback(database.close)
            closing.callback(self._open_metrics())
            self.ports["health"] = await self._open_health()
            closing.push_async_callback(self._health.stop)
            telemetry = Telemetry(settings, database)
            closing.callback(telemetry.stop)
            plumbing = self._plumbing(database)
            closing.push_async_callback(plumbing.channels.close)
            parts = _with_texts(self._service.build(plumbing), plumbing)
            for close in parts.closing:
                closing.push_async_callback(close)
            async with asyncio.TaskGroup() as background:
                beside = [background.create_task(keep_running("spans", telemetry.kept.run))]
                await self._open_and_close(plumbing, parts, background, beside)
                for task in reversed(beside):
                    task.cancel()

    def _plumbing(self, database: Database) -> Plumbing[Settings]:
        return Plumbing(
            settings=self._settings,
            database=database,
            clock=BusinessClock(database, self._settings),
            outbox=Outbox(database),
            channels=Channels(self._settings),
        )

    async def _open_and_close(
        self,
        plumbing: Plumbing[Settings],
        parts: Parts,
        background: asyncio.TaskGroup,
        beside: list[asyncio.Task[Any]],
    ) -> None:
        await self._wait_for_schema(plumbing.database)
        if self._told_to_stop.is_set():
            return
        await keep_running("clock", plumbing.clock.refresh, stopping=self._told_to_stop)
        clock = plumbing.clock
        beside.append(background.create_task(keep_running("clock", clock.follow)))
        components = await self._components(plumbing, parts)
        doing = [
            background.create_task(keep_running(component.name, component.run))
            for component in components
        ]
        leaving = partial(self._leave_when_renewed, exchanged_files(self._settings))
        beside.append(background.create_task(keep_running("renewal", leaving)))
        following = partial(follow_renewed, self._settings)
        beside.append(background.create_task(keep_running("certificates", following)))
        beside.extend(
            background.create_task(keep_running(name, run))
            for name, run in self._runs_beside(parts).items()
        )
        for component in components:
            self.ports.update(await component.opened())
        look_after = partial(self._look_after, plumbing.database)
        beside.append(background.create_task(keep_running("health", look_after)))
        _log.info("open", door=self._door, **{f"{name}_port": n for name, n in self.ports.items()})
        self.is_open.set()
        await self._told_to_stop.wait()
        await self._close(components, doing)

    async def _close(self, components: list["Component"], doing: list[asyncio.Task[None]]) -> None:
        """Say that we go, let callers notice, then stop each when those before it are done."""
        _log.info("closing", door=self._door)
        await self._health.leave()
        for component, task in zip(components, doing, strict=True):
            await component.stop()
            done, _ = await asyncio.wait([task], timeout=self._settings.drain_seconds + 5)
            if not done:
                _log.warning("did not stop in time", component=component.name)
                task.cancel()
        _log.info("closed", door=self._door)

    async def _components(self, plumbing: Plumbing[Settings], parts: Parts) -> list["Component"]:
        """Build what this door opens, in the order in which it is closed."""
        copies = Copies(plumbing.outbox, service=self._settings.service)
        handlers = [
            MessageHandler(listener, database=plumbing.database, copies=copies)
            for listener in parts.listeners
        ]
        components: list[Component] = []
        if self._opens(API):
            web = Web(self._settings, parts.http) if parts.http is not None else None
            if web is not None:
                components.append(Component("web", web.run, web.stop, web.opened))
            answerer = Answerer(plumbing, parts, handlers)
            components.append(Component("api", answerer.run, answerer.stop, answerer.opened))
        if self._opens(LISTEN):
            consumer = Consumer(self._settings, handlers)
            components.append(Component("listen", consumer.run, _plain(consumer.stop)))
        if self._opens(WORK):
            workers = Workers(
                parts.works,
                concurrency=self._settings.work_concurrency,
                idle_poll_seconds=IDLE_POLL_SECONDS if self._door == ALL else POLL_SECONDS,
            )
            components.append(Component("work", workers.run, _plain(workers.stop)))
        if self._opens(RELAY):
            # Behind the door `all` everything that is said is said in this process, and wakes it.
            poll = relaying.IDLE_POLL_SECONDS if self._door == ALL else relaying.POLL_SECONDS
            relay = relaying.Relay(
                self._settings,
                plumbing.outbox,
                poll_seconds=poll,
                keeps=parts.keeps,
                standings=parts.standings,
            )
            components.append(Component("relay", relay.run, _plain(relay.stop)))
        return components

    async def _leave_when_renewed(self, files: Sequence[Path]) -> None:
        """Leave in order; whoever sends callers here is told before, and has time to notice.

        A pod that is ended is taken from its Service first; of this nobody knows but ourselves.
        """
        within = self._settings.tls_renewal_seconds
        await until_renewed(files, within_seconds=within)
        self._is_leaving = True
        await wait_for(self._told_to_stop, seconds=self._settings.notice_seconds)
        self.stop()

    def _runs_beside(self, parts: Parts) -> Mapping[str, Callable[[], Coroutine[Any, Any, None]]]:
        """Return what runs beside this door."""
        background = parts.background if self._door in (API, WORK, ALL) else {}
        beside_work = parts.beside_work if self._opens(WORK) else {}
        return {**background, **beside_work}

    def _opens(self, door: str) -> bool:
        return self._door in (door, ALL)

    async def _open_health(self) -> int:
        address = f"{self._settings.host}:{self._settings.health_port}"
        try:
            return await self._health.start(address)
        except RuntimeError as error:
            raise Misconfigured(f"{address} is taken; set BOSS_HEALTH_PORT to a free port.") from (
                error
            )

    def _open_metrics(self) -> Callable[[], None]:
        """Serve metrics from a thread; answers how to stop."""
        host, port = self._settings.host, self._settings.metrics_port
        try:
            self.ports["metrics"], close = serve_metrics(host, port)
        except OSError as error:
            raise Misconfigured(
                f"{host}:{port} is taken; set BOSS_METRICS_PORT to a free port."
            ) from error
        return close

    async def _wait_for_schema(self, database: Database) -> None:
        """Wait, not ready, until the schema is there: migrations run elsewhere."""
        told = False
        while not self._told_to_stop.is_set():
            problem = await self._schema_problem(database)
            if not problem:
                return
            if not told:
                _log.warning("not ready", reason=problem)
                told = True
            await wait_for(self._told_to_stop, seconds=_LOOK_SECONDS)

    async def _schema_problem(self, database: Database) -> str:
        try:
            behind = await self._schema.is_behind(database)
        except Exception as error:
            todo = what_to_do(error) or "check BOSS_DATABASE_URL"
            return f"the database does not answer: {error!r}; {todo}"
        if behind:
            return f"the schema is behind: run python -m {self._service.name} migrate"
        return ""

    async def _look_after(self, database: Database) -> None:
        """Tell the probes how it stands, once a second."""
        await self._health.tell(STARTUP, serving=True)
        await repeat(partial(self._look, database), seconds=_LOOK_SECONDS)

    async def _look(self, database: Database) -> None:
        problem = _LEAVING if self._is_leaving else await self._schema_problem(database)
        if await self._health.tell(READY, serving=not problem) and problem:
            _log.warning("not ready", reason=problem)
        await self._health.tell(LIVE, serving=True)


class Component:
    """One thing a process does until it is stopped."""

    def __init__(
        self,
        name: str,
        run: Callable[[], Coroutine[Any, Any, None]],
        stop: Callable[[], Awaitable[None]],
        opened: Callable[[], Awaitable[dict[str, int]]] | None = None,
    ) -> None:
        self.name = name
        self.run = run
        self.stop = stop
        self._opened = opened

    async def opened(self) -> dict[str, int]:
        """Wait until it is open and answer its ports."""
        return await self._opened() if self._opened else {}


def _with_texts(parts: Parts, plumbing: Plumbing[Any]) -> Parts:
    """Add the work of handing to the audit store what people typed, where we know the store."""
    keeper = parts.texts
    if keeper is None and STORE in plumbing.settings.peers:
        keeper = RemoteTexts(plumbing.channels)
    if keeper is None:
        return parts
    return replace(parts, works=(*parts.works, TypedTextWork(plumbing.database, keeper)))


def _plain(stop: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def stopping() -> None:
        stop()

    return stopping
