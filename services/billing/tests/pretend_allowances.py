"""Allowances and classes of use, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from pretend_store import Store

from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.ports import Held, Wanted


class PretendAllowances:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, allowances: Sequence[Allowance]) -> None:
        for one in allowances:
            self._store.kept.allowances.setdefault(one.id, one)

    async def grant_until(self, account_id: str, month: date) -> None:
        there = self._store.kept.accounts
        there[account_id] = replace(there[account_id], granted_month=month)

    async def held(self, wanted: Collection[Wanted]) -> Held:
        kept = self._store.kept
        return Held(
            [
                one
                for one in sorted(kept.allowances.values(), key=lambda one: one.id)
                for each in wanted
                if (one.account_id, one.kind) == (each.account_id, each.kind)
                and one.usable_to > each.since
            ],
            [
                one
                for one in sorted(kept.classes.values(), key=lambda one: one.key)
                for each in wanted
                if (one.account_id, one.kind) == (each.account_id, each.kind)
                and one.since >= each.since
            ],
        )

    async def save(self, allowances: Sequence[Allowance]) -> None:
        for one in allowances:
            assert 0 <= one.used <= one.total
            known = self._store.kept.allowances[one.id]
            self._store.kept.allowances[one.id] = replace(
                known,
                total=one.total,
                used=one.used,
                valid_to=one.valid_to,
                usable_to=one.usable_to,
                renews=one.renews,
            )

    async def save_classes(self, classes: Sequence[ClassOfUse]) -> None:
        for one in classes:
            assert len(one.draws_on) == len(one.drawn)
        self._store.kept.classes |= {(one.account_id, one.kind, one.key): one for one in classes}

    async def drop_classes(self, classes: Sequence[ClassOfUse]) -> None:
        for one in classes:
            self._store.kept.classes.pop((one.account_id, one.kind, one.key), None)

    async def get(self, allowance_id: str) -> Allowance | None:
        return self._store.kept.allowances.get(allowance_id)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Allowance]:
        return [
            one
            for one in sorted(self._store.kept.allowances.values(), key=lambda one: one.id)
            if (one.account_id, one.cause_id) == (account_id, cause_id)
        ]

    async def has_had(self, account_id: str, *, offering: str) -> bool:
        return any(
            one.total and one.source is Source.PACK
            for one in self._store.kept.allowances.values()
            if (one.account_id, one.offering) == (account_id, offering)
        )
