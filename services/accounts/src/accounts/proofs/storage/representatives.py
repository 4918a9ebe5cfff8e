"""Who acted for customers, sealed; a seal holds for one proof only."""

import json
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import bindparam, func, insert, select, update

from accounts.customers.domain.identity_paper import IdentityPaper, PaperType
from accounts.customers.storage.safe import Safe
from accounts.proofs.domain.representative import Representative
from accounts.proofs.tables import REPRESENTATIVE
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.resealing import Page, Resealed, Shut, reseal_past, tried

_GET = select(REPRESENTATIVE).where(REPRESENTATIVE.c.proof_id == bindparam("proof_id"))
_ADD = insert(REPRESENTATIVE).values(
    {column.name: bindparam(column.name) for column in REPRESENTATIVE.c}
)
_HAS_ANOTHER_KEY = REPRESENTATIVE.c.key_id != bindparam("current")
_OTHERS = (
    select(REPRESENTATIVE)
    .where(_HAS_ANOTHER_KEY, REPRESENTATIVE.c.proof_id > bindparam("after"))
    .order_by(REPRESENTATIVE.c.proof_id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SAVE = (
    update(REPRESENTATIVE)
    .values({name: bindparam(name) for name in ("key_id", "sealed")})
    .where(REPRESENTATIVE.c.proof_id == bindparam("proof_id"))
)
_LEFT = select(func.count()).select_from(REPRESENTATIVE).where(_HAS_ANOTHER_KEY)


class RepresentativeTable:
    """Table `representative`."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def add(self, proof_id: str, representative: Representative) -> None:
        paper, until = representative.paper, representative.valid_until
        words = (
            *(representative.name, paper.type.value, paper.number),
            until.isoformat() if until else "",
        )
        text = json.dumps(words, ensure_ascii=False)
        key_id, sealed = self._safe.seal_text(proof_id, text)
        await self._database.execute(_ADD, proof_id=proof_id, key_id=key_id, sealed=sealed)

    async def get(self, proof_id: str) -> Representative | None:
        row = (await self._database.execute(_GET, proof_id=proof_id)).first()
        if row is None:
            return None
        text = self._safe.open_text(proof_id, key_id=row.key_id, sealed=bytes(row.sealed))
        name, type_, number, until = json.loads(text)
        paper = IdentityPaper(PaperType(type_), number)
        return Representative(name, paper, date.fromisoformat(until) if until else None)


@dataclass(frozen=True, slots=True)
class SealedRepresentatives:
    """Table `representative`, as runtime's sealing knows it."""

    database: Database
    safe: Safe
    name: str = "representative"
    append_only: bool = False

    @property
    def key_id(self) -> str:
        return self.safe.keys.current

    async def reseal(self, limit: int) -> Resealed:
        """Pass over rows that need a key this process does not have, or are damaged."""

        async def page(after: str) -> Page:
            return await self._page(limit, after=after)

        return await reseal_past(page, table=self.name)

    async def left(self) -> int:
        number: int = (
            await self.database.execute(_LEFT, current=self.safe.keys.current)
        ).scalar_one()
        return number

    async def _page(self, limit: int, *, after: str) -> Page:
        current, shut = self.safe.keys.current, dict[str, str]()
        async with self.database.transaction() as connection:
            result = await connection.execute(_OTHERS, current=current, limit=limit, after=after)
            rows = result.all()
            for row in rows:
                sealed = tried(partial(self._anew, row))
                if isinstance(sealed, Shut):
                    shut[row.proof_id] = sealed.code
                else:
                    await connection.execute(
                        _SAVE, proof_id=row.proof_id, key_id=current, sealed=sealed
                    )
        last = rows[-1].proof_id if len(rows) == limit else None
        return Page(len(rows) - len(shut), shut, last)

    def _anew(self, row: Row) -> bytes:
        text = self.safe.open_text(row.proof_id, key_id=row.key_id, sealed=bytes(row.sealed))
        return self.safe.seal_text(row.proof_id, text)[1]
