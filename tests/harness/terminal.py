"""A terminal where bossctl is typed, and services that note what they are asked."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message

from bossctl.__main__ import main
from kernel.caller import Caller
from runtime.rpc.calling import calling_service, current_caller

NOWHERE = "postgresql+asyncpg://nobody:nothing@127.0.0.1:1/nothing"


@dataclass
class Notes:
    """What was asked, by whom, and what is to be answered."""

    asked: list[Message] = field(default_factory=list)
    actors: list[Caller] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    """By the request's name: an answer, a list of them in turn, or a refusal to raise."""

    def answer(self, request: Message, otherwise: Message) -> Any:
        self.asked.append(request)
        self.actors.append(current_caller())
        assert calling_service() == "bossctl"
        told = self.answers.get(request.DESCRIPTOR.name, otherwise)
        if isinstance(told, list):
            told = told.pop(0)
        if isinstance(told, Exception):
            raise told
        return told

    def all(self, name: str) -> list[Any]:
        return [one for one in self.asked if one.DESCRIPTOR.name == name]


def pretend(base: type, notes: Notes, answers: dict[str, Message]) -> Any:
    """Return a servicer whose methods answer as the notes say."""

    def method(otherwise: Message) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def answer(self: object, request: Message, context: object) -> Any:
            del self, context
            return notes.answer(request, otherwise)

        return answer

    return type("Pretend", (base,), {name: method(one) for name, one in answers.items()})()


@dataclass
class Terminal:
    """Where bossctl is typed."""

    notes: Notes
    capture: pytest.CaptureFixture[str]

    async def types(self, *words: str) -> tuple[int, str]:
        """Run a command; return its exit code and all it printed."""
        code = await asyncio.to_thread(self._run, words)
        printed = self.capture.readouterr()
        return code, printed.out + printed.err

    def _run(self, words: tuple[str, ...]) -> int:
        try:
            return main(words)
        except SystemExit as ended:
            return int(ended.code or 0)


def a_list(folder: Path, name: str, *lines: str) -> str:
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return str(path)
