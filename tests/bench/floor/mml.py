"""Raw MML and GSUP: a few sessions to the pretend HLR, one command at a time on each."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bench.floor.gsup import CANCEL, VECTORS, Link
from bench.floor.setting import Mml

END = b"---    END\r\n"
SUCCESS = b"SUCCESS0001"
KEY = "0123456789ABCDEF" * 2
TEXTS: Mapping[str, str] = {
    "ADD KI": f'ADD KI:IMSI="{{imsi}}",KIVALUE="{KEY}",OPCVALUE="{KEY}"',
    "RMV KI": 'RMV KI:IMSI="{imsi}"',
    "LST KI": 'LST KI:IMSI="{imsi}"',
    "ADD TPLSUB": 'ADD TPLSUB:IMSI="{imsi}",ISDN="{isdn}",TPLID=1',
    "RMV SUB": 'RMV SUB:ISDN="{isdn}"',
    "LST SUB": 'LST SUB:ISDN="{isdn}"',
    "MOD ODB": 'MOD ODB:ISDN="{isdn}",ODBOC=NOBOC,ODBIC=NOBIC,ODBROAM=BROHPLMNC',
    "MOD LCK": 'MOD LCK:ISDN="{isdn}",IC=FALSE,OC=FALSE',
    "MOD IMSI": 'MOD IMSI:ISDN="{isdn}",NEWIMSI="{imsi}"',
    "SHK HAND": "SHK HAND:",
}
KNOWN = frozenset({*TEXTS, CANCEL, VECTORS})


class Session:
    """One connection that has logged in, and a link to the node door beside it."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, link: Link
    ) -> None:
        self._reader, self._writer = reader, writer
        self.link = link

    @classmethod
    async def open(cls, mml: Mml, *, seat: int) -> "Session":
        host, _, port = mml.address.rpartition(":")
        link = await Link.open(mml.node_door, name=f"FLOOR-{seat}")
        session = cls(*await asyncio.open_connection(host, int(port)), link=link)
        await session.says(f'LGI:OPNAME="{mml.operator}",PWD="{mml.password}"')
        return session

    async def says(self, command: str) -> bytes:
        """Send a command and wait for the answer."""
        self._writer.write(command.encode() + b";")
        return await self._reader.readuntil(END)


class Sessions:
    """As many sessions as provisioning holds."""

    def __init__(self, sessions: list[Session]) -> None:
        self._free: asyncio.Queue[Session] = asyncio.Queue()
        for session in sessions:
            self._free.put_nowait(session)
        self.sent = 0
        self.refused = 0

    @classmethod
    async def open(cls, mml: Mml) -> "Sessions":
        return cls([await Session.open(mml, seat=seat) for seat in range(mml.sessions)])

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Session]:
        session = await self._free.get()
        try:
            yield session
        finally:
            self._free.put_nowait(session)

    async def command(self, name: str, *, number: int) -> None:
        """Send one command about the subscriber of this number."""
        imsi, isdn = f"46099{number:010d}", f"8617{number:09d}"
        self.sent += 1
        async with self.one() as session:
            if name not in TEXTS:
                await session.link.ask(name, imsi)
                return
            answer = await session.says(TEXTS[name].format(imsi=imsi, isdn=isdn))
        if SUCCESS not in answer:
            self.refused += 1
