"""Rules many processes share. A rule of one process lives in its file."""

from kernel.civil import civil_date, first_of_month, months_after
from orders.ordering.domain.credit import wants_less, without_debts
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.process import rule
from orders.ordering.domain.values import CREDIT, Barring, StopReason, SubscriberState

NOT_IN_NETWORK = frozenset(
    {
        SubscriberState.PENDING,
        SubscriberState.PRE_OPENED,
        SubscriberState.PENDING_ACTIVATION,
        SubscriberState.TERMINATED,
        SubscriberState.PORTED_OUT,
    }
)
"""Nobody's, or nobody is served yet: no process about a number in service is for them."""


@rule("STATE_NOT_ALLOWED", "The number is not in the network.", "号码不在网。")
def is_in_network(request: object, facts: Facts) -> bool:
    return facts.subscriber.state not in NOT_IN_NETWORK


@rule(
    "STATE_NOT_ALLOWED",
    "The number is not served, or was given up for its arrears.",
    "号码不在服务中，或已欠费预销。",
)
def is_served(request: object, facts: Facts) -> bool:
    """In service, however far it is stopped; or booked to end, until then (rules 4.3, T22)."""
    return is_in_network.holds(request, facts) and not facts.subscriber.is_given_up


@rule(
    "STATE_NOT_ALLOWED",
    "The number must be in service; a booked termination, not withdrawn.",
    "号码须在用；已预约销户的须先撤销预约。",
)
def is_in_service(request: object, facts: Facts) -> bool:
    pre_terminated = facts.subscriber.state is SubscriberState.PRE_TERMINATED
    return is_in_network.holds(request, facts) and not pre_terminated


@rule("STATE_NOT_ALLOWED", "No termination of this number is booked.", "该号码没有预约销户。")
def is_booked_to_end(request: object, facts: Facts) -> bool:
    subscriber = facts.subscriber
    return subscriber.state is SubscriberState.PRE_TERMINATED and not subscriber.is_given_up


@rule(
    "STATE_NOT_ALLOWED",
    "The number must be active and not stopped for any reason.",
    "号码须为正常在用且无任何停机。",
)
def is_active(request: object, facts: Facts) -> bool:
    """A capped use of data (流量封顶) stops no number."""
    subscriber = facts.subscriber
    return subscriber.state is SubscriberState.ACTIVE and subscriber.barring <= Barring.DATA_ONLY


@rule("STATE_NOT_ALLOWED", "The number is not suspended at its holder's wish.", "号码未停机保号。")
def is_suspended_by_wish(request: object, facts: Facts) -> bool:
    wished = facts.subscriber.level_for(StopReason.VOLUNTARY) is not Barring.NONE
    return wished and is_served.holds(request, facts)


@rule(
    "STATE_NOT_ALLOWED",
    "The number must be active, or kept at its holder's wish already.",
    "号码须为正常在用或已停机保号。",
)
def is_active_or_away(request: object, facts: Facts) -> bool:
    subscriber = facts.subscriber
    present = {SubscriberState.ACTIVE, SubscriberState.VOLUNTARY_SUSPENDED}
    others = subscriber.without(StopReason.VOLUNTARY).stops
    return subscriber.state in present and not others


@rule(
    "SUBSCRIBER_TOO_NEW",
    "A number that was opened just now is not kept yet.",
    "入网当月不能停机保号。",
)
def is_no_newcomer(request: object, facts: Facts) -> bool:
    """Not in the first month (rules 2.4): it has paid for no other yet."""
    opened = facts.subscriber.activated_at
    if opened is None:
        return True
    first = months_after(first_of_month(civil_date(opened)), facts.policy.months_before_away)
    return civil_date(facts.now) >= first


def is_bound(facts: Facts) -> bool:
    """Tell whether the term agreed to with a lucky number goes on (R-OPEN-6)."""
    until = facts.subscriber.bound_until
    return until is not None and facts.now < until


@rule("CONTRACT_IN_FORCE", "The term of this lucky number is not over.", "靓号协议期未满。")
def is_not_bound(request: object, facts: Facts) -> bool:
    """No termination inside the term (G_NO_CONTRACT)."""
    return not is_bound(facts)


@rule("VERIFICATION_REQUIRED", "The holder's real name is not checked.", "机主尚未实名核验。")
def holder_is_checked(request: object, facts: Facts) -> bool:
    return facts.customer(facts.subscriber.holder).real_name_checked


@rule("IS_SUB_CARD", "A sub-card has the plan of its main line.", "副卡随主卡套餐。")
def has_a_plan(request: object, facts: Facts) -> bool:
    return not facts.account.has_card(facts.subscriber.id)


@rule("ARREARS_EXIST", "There is money owed for this number.", "该号码有欠费。")
def owes_nothing(request: object, facts: Facts) -> bool:
    return facts.account.owes.minor <= 0


@rule(
    "STATE_NOT_ALLOWED",
    "The number must be stopped for arrears, and for nothing else.",
    "号码须仅因欠费停机。",
)
def is_stopped_for_debt_alone(request: object, facts: Facts) -> bool:
    """Else a window (紧急开机, 担保开机) would open nothing; who is given up pays (T15)."""
    subscriber = facts.subscriber
    stopped = subscriber.state in {
        SubscriberState.SUSPENDED_ONE_WAY,
        SubscriberState.SUSPENDED_TWO_WAY,
    }
    return stopped and without_debts(subscriber).barring <= Barring.DATA_ONLY


@rule("NOTHING_TO_DO", "They have paid, and are back or about to be.", "已缴清，已恢复或即将恢复。")
def has_not_paid(request: object, facts: Facts) -> bool:
    """Asked where the days of who is stopped for arrears are over (T19, T21), or not yet (T15).

    The days belong to the stop, not to what is owed: nothing left, to the fen, is not paid (2.7).
    """
    return not wants_less(facts)


@rule(
    "SUB_CARDS_EXIST",
    "The sub-cards of this number must be terminated first.",
    "须先注销名下副卡。",
)
def has_no_sub_cards(request: object, facts: Facts) -> bool:
    account = facts.account
    return not account.sub_cards or account.has_card(facts.subscriber.id)


def may_get_sub_cards(facts: Facts) -> bool:
    """Tell whether another order might add one meanwhile: unless the plan has no room for any."""
    plan = facts.offering(facts.account.offering)
    return plan is None or (plan.sub_cards > 0 and not plan.is_sub_card)


@rule("ARREARS_EXIST", "All that was used must be paid first.", "须先结清全部费用。")
def has_paid_what_was_used(request: object, facts: Facts) -> bool:
    if facts.account.has_card(facts.subscriber.id):
        # The main line stays and owes what the sub-card used.
        return True
    return facts.account.owes.minor <= 0 and facts.account.balance.minor >= 0


@rule("BLACKLISTED", "The customer is on the blacklist.", "客户在黑名单内。")
def holder_is_welcome(request: object, facts: Facts) -> bool:
    return not facts.customer(facts.subscriber.holder).blacklisted


@rule("ID_EXPIRED", "The holder's identity paper is no longer valid.", "机主证件已过有效期。")
def holders_paper_is_valid(request: object, facts: Facts) -> bool:
    until = facts.customer(facts.subscriber.holder).paper_valid_until
    return until is None or civil_date(facts.now) <= until


GOES_WITH_THEM = CREDIT | {
    *(StopReason.VOLUNTARY, StopReason.PRE_CANCEL),
    *(StopReason.LOST, StopReason.DATA_CAP),
}
"""Stops that are over when they are back: asked for by them, paid, or of a card that is void."""


@rule(
    "STOPPED_BY_OPERATOR",
    "When they left, a stop was in force that only the operator lifts.",
    "销户时号码处于局方停机，不能复机。",
)
def was_free_to_be_used(request: object, facts: Facts) -> bool:
    """What they may not lift by an order at the counter, leaving and coming back does not lift."""
    left_with = facts.subscriber.ended_by.get(facts.followed.id, frozenset())
    return all(stop.reason in GOES_WITH_THEM for stop in left_with)
