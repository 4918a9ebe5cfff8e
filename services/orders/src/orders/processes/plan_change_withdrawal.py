"""Withdrawal of a plan change (撤销套餐变更): the plan they have goes on (rules 2.12 R-PC-5).

Until the last minute of the month. In every state in which they are served: what was booked is
theirs to withdraw, also when they are stopped meanwhile.
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import has_a_plan, is_served
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_plans import WithdrawPlanChange
from orders.ordering.domain.verification import TO_CHANGE_PLAN


@dataclass(frozen=True, slots=True)
class PlanChangeWithdrawal:
    pass


@rule("NOTHING_TO_DO", "No other plan is booked.", "没有已预约的套餐变更。")
def is_booked(request: PlanChangeWithdrawal, facts: Facts) -> bool:
    begins = facts.account.next_offering_from
    return facts.account.next_offering is not None and begins is not None and facts.now < begins


def prepare(request: PlanChangeWithdrawal, facts: Facts) -> tuple[Step, ...]:
    account = facts.account
    booked, since = account.next_offering, account.next_offering_from
    if booked is None or since is None:
        return ()
    return (WithdrawPlanChange(account.id, facts.subscriber.id, booked, since),)


PROCESS = Process(
    name="plan_change_withdrawal",
    title="Withdrawal of a plan change",
    term="撤销套餐变更",
    about="月末最后一分钟前撤销已预约的套餐变更，继续使用原套餐。",
    request=PlanChangeWithdrawal,
    opened_by=TO_CHANGE_PLAN,
    steps=(WithdrawPlanChange,),
    changes=(),
    rules=(is_served, has_a_plan, is_booked),
    prepare=prepare,
)
