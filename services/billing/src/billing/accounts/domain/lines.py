"""The numbers an account pays for: the main line (主卡), and its sub-cards (副卡)."""

from collections.abc import Sequence
from dataclasses import replace

from billing.accounts.domain.account import Account
from billing.accounts.domain.sub_card import SubCard


def card_of(account: Account, subscriber_id: str) -> SubCard | None:
    """Return the sub-card of this subscriber; None for the main line."""
    return next((one for one in account.cards if one.subscriber_id == subscriber_id), None)


def card_with_number(account: Account, msisdn: str) -> SubCard | None:
    """Return the sub-card that has this number; None where the main line has it."""
    if msisdn == account.msisdn:
        return None
    return next((one for one in reversed(account.cards) if one.msisdn == msisdn), None)


def with_card(account: Account, card: SubCard) -> Account:
    """Return it with this card as it is now, or one more."""
    others = (one for one in account.cards if one.subscriber_id != card.subscriber_id)
    return replace(account, cards=(*others, card))


def cards_held(account: Account) -> Sequence[SubCard]:
    """Return those it has now, with those whose order is under way."""
    return [one for one in account.cards if one.paid_to is None]


def cards_in_service(account: Account) -> Sequence[SubCard]:
    return [one for one in account.cards if one.is_in_service]


def subscribers_of(account: Account) -> Sequence[str]:
    """Return all it pays or paid for, the main line first."""
    return [account.subscriber_id, *(one.subscriber_id for one in account.cards)]
