"""The way from an account to the values of its columns, in the order they are written."""

from billing.accounts.domain.account import Account, line_of
from billing.accounts.storage.rows import window_columns


def values(account: Account) -> tuple[object, ...]:
    standing, kept = account.standing, account.kept
    return (
        account.id,
        account.customer_id,
        account.state.value,
        account.balance.minor,
        account.carry,
        account.version,
        kept.since if kept else None,
        kept.until if kept else None,
        line_of(account),
        account.msisdn,
        account.paid_to,
        standing.level.value,
        standing.version,
        standing.since,
        standing.reminders,
        standing.reminded_on,
        account.subscriber_version,
        account.barred_since,
        account.barring.value,
        *window_columns(account.window),
    )


def month_values(account: Account) -> tuple[object, ...]:
    kept = account.kept
    return (
        account.id,
        account.offering,
        account.charged_month,
        account.plan_month,
        kept.since if kept else None,
        kept.until if kept else None,
        kept.term if kept else None,
        kept.lifted if kept else None,
    )


def credit_values(account: Account) -> tuple[object, ...]:
    credit = account.credit
    return (
        account.id,
        credit.limit.minor,
        credit.afterwards.minor if credit.afterwards is not None else None,
        credit.until,
        credit.high_use_in,
        credit.high_use_settled,
    )
