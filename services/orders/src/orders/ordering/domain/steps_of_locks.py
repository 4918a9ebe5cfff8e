"""The verbs about passwords, what is locked, and the language (rules 2.13, 2.15, 2.17)."""

from dataclasses import dataclass

from kernel.numbering import Imsi
from orders.ordering.domain.values import (
    AccountId,
    Language,
    LockKind,
    PasswordAct,
    PreparedPassword,
    SubscriberId,
)


@dataclass(frozen=True, slots=True)
class HoldPassword:
    """What accounts prepared is this order's; accounts judges tries, locks and limits."""

    subscriber_id: SubscriberId
    password: PreparedPassword
    act: PasswordAct
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class SetPassword:
    """It is the number's password from now on, and the holder is told."""

    subscriber_id: SubscriberId
    password: PreparedPassword
    act: PasswordAct
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class GivePassword:
    """A new number gets its first password, by chance; the handset is told (R-PW-4)."""

    subscriber_id: SubscriberId
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class Unlock:
    """Accounts counts how often a day, and forgets wrong tries at a password."""

    subscriber_id: SubscriberId
    lock: LockKind
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class ClearVoucherTries:
    """Who was shut out for wrong codes of vouchers may try again."""

    account_id: AccountId
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class GrantPuk:
    """For ten minutes whoever has the order may read the PUK of the card; it is in no order."""

    subscriber_id: SubscriberId
    imsi: Imsi
    done_by = "provisioning"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """In which language who has this number is written to from now on (rules 2.13)."""

    subscriber_id: SubscriberId
    language: Language
    done_by = "accounts"
    can_be_taken_back = True
