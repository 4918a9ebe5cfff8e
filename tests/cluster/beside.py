"""Something that goes on in a thread while a case is played."""

import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Beside(ABC):
    """Does `go_on` from when it is entered; that ends soon after `told_to_stop` is set."""

    def __enter__(self) -> Self:
        self.told_to_stop = threading.Event()
        self._thread = threading.Thread(target=self.go_on)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.told_to_stop.set()
        self._thread.join()

    @abstractmethod
    def go_on(self) -> None:
        """Do it until `told_to_stop` is set."""
