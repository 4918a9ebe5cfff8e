"""`ADD KI`: put the keys of a card into the authentication centre."""

import re
from dataclasses import dataclass

from emulator.doors.mml.wire.fields import IMSI, Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subscription import NO_AMF, Key
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork

_AMF = re.compile(r"[0-9A-Fa-f]{4}")


@dataclass(frozen=True, slots=True)
class AddKey:
    key: Key

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused IMSI_OUT_OF_RANGE or KI_EXISTS, even for the same keys."""
        network.ranges.admit_imsi(self.key.imsi)
        await uow.keys.add(self.key)
        return Changed(before=None, after=self.key)


def read(fields: Fields) -> AddKey:
    fields.only("OPERTYPE", "ADD")
    fields.only("ALG", "MILENAGE")
    fields.only("K4SNO", "0")  # keys come in clear: no transport key is loaded
    fields.only("OPSNO", "0")
    amf = fields.optional("AMFVALUE", _AMF)
    return AddKey(
        Key(
            imsi=fields.text("IMSI", IMSI),
            k=fields.key("KIVALUE"),
            opc=fields.key("OPCVALUE"),
            amf=bytes.fromhex(amf) if amf else NO_AMF,
            card_type=fields.only("CARDTYPE", "USIM", "SIM"),
        )
    )


FORM = ChangeForm("ADD KI", read)
