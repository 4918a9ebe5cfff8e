"""A consumer that waits for records, and says whether it still gets any.

aiokafka goes on where one of its parts has died: the others keep a place in the group, and with it
partitions nobody reads. Who looks at `is_alive` sees that.
"""

import asyncio
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from kernel.clock import monotonic
from runtime.messaging.bell import Bell

_PATIENCE_MS = 1_000
_MORE_FETCHES, _MORE_MS = 16, 5
_LONGEST_MORE = 10 * _MORE_MS / 1000
_MOST_RECORDS = 500
QUIET_SECONDS = 10.0
"""Without a record, until fetches are parted by rests."""
_LOOK_MS = 100


class PatientConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka has no types
    """Waits for records instead of answering none: an idle listener costs next to nothing.

    What lags takes several fetches for one batch: an embedded broker gives few records to each. It
    answers a fetch only when its wait is over, so that waits are short: who got nothing for a while
    rests between two of them until somebody rings.
    """

    def __init__(
        self, *topics: str, bell: Bell | None = None, rest_ms: int = 0, **options: Any
    ) -> None:
        """`bell`: None where the broker wakes a waiting fetch; `rest_ms`: the longest rest."""
        super().__init__(*topics, **options)
        self._bell = bell
        self._rest_seconds = rest_ms / 1000
        self._got_some = monotonic()
        self._trouble: KafkaError | None = None

    async def getmany(
        self, *partitions: Any, max_records: int | None = None, **more_of: Any
    ) -> Any:
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble
        fetched: dict[Any, list[Any]] = {}
        while not fetched:
            fetched = await self._some(max_records, patience_ms=await self._rested())
        self._got_some = monotonic()
        for _ in range(_MORE_FETCHES):
            left = (max_records or _MOST_RECORDS) - sum(map(len, fetched.values()))
            more = await self._more(left) if left > 0 and await lag_of(self) else None
            if more is None:
                break
            for partition, records in more.items():
                fetched.setdefault(partition, []).extend(records)
        return fetched

    async def _rested(self) -> int:
        """Rest where it has been quiet; answer how long to wait for records then, milliseconds."""
        topics = {each.topic for each in self.assignment()}
        is_quiet = monotonic() - self._got_some >= QUIET_SECONDS
        if self._bell is None or not topics or not is_quiet:
            return _PATIENCE_MS
        self.pause(*self.assignment())
        try:
            await self._bell.wait(topics, seconds=self._rest_seconds)
        finally:
            self.resume(*self.paused())
        return _LOOK_MS

    async def _some(self, max_records: int | None, *, patience_ms: int) -> Any:
        try:
            return await super().getmany(timeout_ms=patience_ms, max_records=max_records)
        except BaseException:
            # It counts those who wait, and forgets to count them out when it raises: there is no
            # public way. Who waits for ever would keep its partitions however long its handler
            # hangs.
            self._subscription._fetch_count = 0
            raise

    async def _more(self, left: int) -> dict[Any, list[Any]] | None:
        """Take what else is there; None where there is trouble: those in hand do not wait for it.

        Their place is passed already: raised over, they would be acknowledged with the next ones.
        """
        try:
            async with asyncio.timeout(_LONGEST_MORE):
                more: dict[Any, list[Any]] = await self._some(left, patience_ms=_MORE_MS)
                return more
        except TimeoutError:
            return None
        except KafkaError as error:
            # Some are told once: it is raised to who has nothing in hand.
            self._trouble = error
            return None

    def is_alive(self) -> bool:
        """Tell whether all that brings records to this consumer is at work.

        aiokafka says so nowhere in public; see the decision record `listening-with-faststream`.
        """
        coordinator, fetcher = self._coordinator, self._fetcher
        if coordinator is None or fetcher is None:
            return False
        if coordinator._coordination_task.done() or fetcher._fetch_task.done():
            return False
        # These two end in order with every generation, and are made anew; an error is for ever.
        return not any(
            map(_has_failed, (coordinator._heartbeat_task, coordinator._commit_refresh_task))
        )


def _has_failed(task: "asyncio.Task[None] | None") -> bool:
    return (
        task is not None and task.done() and not task.cancelled() and task.exception() is not None
    )


async def lag_of(consumer: Any) -> int:
    """Answer how many records lie before a consumer, as far as it has been told."""
    lag = 0
    # A partition whose place is not known yet would be waited for.
    with suppress(TimeoutError, KafkaError):
        async with asyncio.timeout(0):
            for partition in consumer.assignment():
                if (end := consumer.highwater(partition)) is not None:
                    lag += max(end - await consumer.position(partition), 0)
    return lag
