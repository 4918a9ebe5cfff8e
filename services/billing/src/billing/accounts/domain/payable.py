"""What is payable back to who has left, and which of it were deposits (押金): those pay nothing."""

from collections.abc import Iterable, Sequence

from billing.accounts.domain.ledger_account import LedgerAccount, Posting, total
from kernel.money import Money, fen
from kernel.value import value


@value
class PayableBack:
    """What the account of the ledger `refund_payable` holds of one paying account.

    `parts`: an amount for each deposit it was, which its posting names, and one for all the rest.
    """

    parts: tuple[Posting, ...] = ()

    @property
    def whole(self) -> Money:
        return total(one.amount for one in self.parts)

    @property
    def free(self) -> Money:
        """Return what pays late uses: deposits never do (rules 7.9)."""
        return total(one.amount for one in self.parts if one.of_book is None)

    def moved(self, postings: Iterable[Posting]) -> "PayableBack":
        """Return it with what these postings add to it or take of it."""
        added = [one for one in postings if one.book is LedgerAccount.REFUND]
        return payable(*self.parts, *added) if added else self

    def taken(self, amount: Money, *, beside: Money) -> tuple[Posting, ...]:
        """Return the postings that take so much: deposits after all that is none.

        `beside`: what is not payable yet, but is in the same transaction.
        """
        plain = min(amount, self.free + beside)
        rest, postings = amount - plain, [Posting(LedgerAccount.REFUND, -plain)]
        for share in self.parts:
            part = min(share.amount, rest) if share.of_book is not None else fen(0)
            postings.append(Posting(LedgerAccount.REFUND, -part, share.of_book))
            rest -= part
        return tuple(one for one in postings if one.amount.minor)


NOTHING_BACK = PayableBack()


def payable(*postings: Posting) -> PayableBack:
    """Return what these postings come to."""
    sums: dict[str | None, Money] = {}
    for posting in postings:
        sums[posting.of_book] = sums.get(posting.of_book, fen(0)) + posting.amount
    parts = (
        Posting(LedgerAccount.REFUND, sum_, of_book) for of_book, sum_ in sums.items() if sum_.minor
    )
    return PayableBack(tuple(parts))


def made_payable(postings: Sequence[Posting]) -> tuple[Posting, ...]:
    """Return the postings that owe back what these take: each deposit by itself."""
    owed = payable(
        *(
            Posting(
                LedgerAccount.REFUND,
                -one.amount,
                one.of_book if one.book is LedgerAccount.DEPOSIT else None,
            )
            for one in postings
        )
    )
    return owed.parts
