"""Accounts, as messages."""

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.leaving import limit_now, to_pay_out
from billing.accounts.domain.lines import cards_held
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.ports import LeftWith, Wanted, WhichAccounts
from billing.accounts.wire.values import (
    id_of,
    level_message,
    moment_message,
    money_message,
    one_of,
    reason_message,
)
from boss.billing.v1 import questions_pb2
from kernel.errors import Invalid
from kernel.money import Money


def account_message(account: Account, *, back: Money | None = None) -> questions_pb2.Account:
    """Return it; `back`: what brings them back, where it was reckoned."""
    message = questions_pb2.Account(
        id=account.id,
        subscriber_id=account.subscriber_id,
        customer_id=account.customer_id,
        payment_type=account.payment_type.value,
        balance=money_message(account.balance),
        owes=money_message(account.owes),
        wanted_level=level_message(account.standing.level),
        wanted_reason=reason_message(account.standing.wanted_for),
        level_version=account.standing.version,
        offering=account.offering,
        state=account.state.value,
        credit_limit=money_message(limit_now(account)),
        sub_cards=map(_card_message, cards_held(account)),
        msisdn=account.msisdn,
        opened_at=moment_message(account.paid_from),
    )
    if account.plans and (last := account.plans[-1]).offering != account.offering:
        message.next_offering = last.offering
        message.next_offering_from.CopyFrom(moment_message(last.since))
    if account.former_line and account.paid_to is not None:
        message.handed_over_at.CopyFrom(moment_message(account.paid_to))
    if (left := to_pay_out(account)).minor:
        message.payable_back.CopyFrom(money_message(left))
    if back is not None and back.minor:
        message.brings_back.CopyFrom(money_message(back))
    return message


def account_of_user(
    account: Account, card: SubCard | None, *, back: Money
) -> questions_pb2.Account:
    """Return what pays for the main line or this card; of a card with its own offering."""
    message = account_message(account, back=back)
    if card is not None:
        message.subscriber_id, message.msisdn = card.subscriber_id, card.msisdn
        message.offering = card.offering
        message.opened_at.CopyFrom(moment_message(card.paid_from))
    return message


def _card_message(card: SubCard) -> questions_pb2.SubCard:
    return questions_pb2.SubCard(
        subscriber_id=card.subscriber_id,
        msisdn=card.msisdn,
        offering=card.offering,
        in_service=card.is_in_service,
    )


def account_for_strangers(account: Account) -> questions_pb2.Account:
    """Return what somebody may know who pays for another: not what is left."""
    return questions_pb2.Account(id=account.id, state=account.state.value)


def wanted_message(wanted: Wanted) -> questions_pb2.WantedLevel:
    return questions_pb2.WantedLevel(
        subscriber_id=wanted.subscriber_id,
        level=level_message(wanted.level),
        reason=reason_message(wanted.reason),
        is_sub_card=wanted.is_sub_card,
        version=wanted.version,
    )


def which_accounts(request: questions_pb2.ListAccountsRequest) -> WhichAccounts:
    """Return which accounts are asked for; raises `FIELD_NOT_VALID`."""
    known = {state.value for state in AccountState}
    if wrong := sorted(set(request.states) - known):
        sentence = f"{wrong[0]!r} is no state of an account: it is {', '.join(AccountState)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="states")
    after = request.after_account_id
    return WhichAccounts(
        states=sorted(set(request.states)),
        after=id_of(after, field="after_account_id") if after else "",
        left_with=one_of(LeftWith, request.left_with, field="left_with"),
    )


def listed_account_message(account: Account) -> questions_pb2.Account:
    """Return an account among others, with what of it is no gift."""
    message = account_message(account)
    message.cash.CopyFrom(money_message(account.cash))
    return message
