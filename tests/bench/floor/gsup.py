"""Raw GSUP: a few links to the pretend network's node door, one question at a time on each."""

import asyncio

from provisioning.elements.serving_node.wire import gsup, ipa

NODE, NAME = "MSC-A", "FLOOR"
RECEIVE_OCTETS = 4096
CANCEL, VECTORS = "CANCEL LOCATION", "SEND AUTH INFO"


class Link:
    """One connection that has said who it is."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._stream = ipa.FrameStream()
        self._frames: list[ipa.Frame] = []

    @classmethod
    async def open(cls, address: str, *, name: str) -> "Link":
        host, _, port = address.rpartition(":")
        link = cls(*await asyncio.open_connection(host, int(port)))
        while (frame := await link._frame()).payload[:1] != bytes([ipa.ID_ACK]):
            if frame.payload[:1] == bytes([ipa.ID_GET]):
                link._writer.write(ipa.identity(name))
        return link

    async def ask(self, what: str, imsi: str) -> None:
        """Ask about a card and wait for the answer, whatever it is."""
        question = (
            gsup.location_cancel(imsi, node=NODE, us=NAME)
            if what == CANCEL
            else gsup.send_auth_info(imsi)
        )
        self._writer.write(ipa.gsup_frame(gsup.encode(question)))
        while (await self._frame()).protocol != ipa.OSMO:
            continue

    async def _frame(self) -> ipa.Frame:
        while not self._frames:
            octets = await self._reader.read(RECEIVE_OCTETS)
            if not octets:
                raise ConnectionResetError("the node door closed the link")
            self._frames += self._stream.feed(octets)
        return self._frames.pop(0)
