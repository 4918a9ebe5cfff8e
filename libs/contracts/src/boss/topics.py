"""Every topic, who says it and who listens. Generated from proto/topics.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    key: str
    said_by: tuple[str, ...]
    messages: tuple[str, ...]
    partitions: int
    retention_hours: int
    compacted: bool
    listeners: tuple[str, ...]
    watchers: tuple[str, ...] = ()


ARREARS = "boss.arrears.v1"
AUDIT = "boss.audit.v1"
BALANCE_CHANGED = "boss.balance-changed.v1"
CARD_SEEN = "boss.card-seen.v1"
CREDIT_LIMIT_CHANGED = "boss.credit-limit-changed.v1"
CUSTOMER_CHANGED = "boss.customer-changed.v1"
DATAPACK_PURCHASED = "boss.datapack-purchased.v1"
LANGUAGE_CHOSEN = "boss.language-chosen.v1"
ORDER_COMPLETED = "boss.order-completed.v1"
ORDER_FULFILLED = "boss.order-fulfilled.v1"
ORDER_STATE_CHANGED = "boss.order-state-changed.v1"
PAYMENT_RECEIVED = "boss.payment-received.v1"
PLAN_CHANGED = "boss.plan-changed.v1"
PROVISIONING_COMPLETED = "boss.provisioning-completed.v1"
PROVISIONING_FAILED = "boss.provisioning-failed.v1"
SMS_REQUESTED = "boss.sms-requested.v1"
SUBSCRIBER_CHANGED = "boss.subscriber-changed.v1"
USAGE_RATED = "boss.usage-rated.v1"
USAGE_RECORDED = "boss.usage-recorded.v1"
USAGE_THRESHOLD_REACHED = "boss.usage-threshold-reached.v1"

TOPICS: Mapping[str, Topic] = {
    ARREARS: Topic(
        name=ARREARS,
        key="subscriber",
        said_by=("billing",),
        messages=("boss.billing.v1.ArrearsLevelChanged",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("orders",),
    ),
    AUDIT: Topic(
        name=AUDIT,
        key="actor",
        said_by=("accounts", "billing", "gateway", "orders", "provisioning",),
        messages=("boss.audit.v1.AuditRecorded",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("accounts",),
    ),
    BALANCE_CHANGED: Topic(
        name=BALANCE_CHANGED,
        key="account",
        said_by=("billing",),
        messages=("boss.billing.v1.BalanceChanged",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
    CARD_SEEN: Topic(
        name=CARD_SEEN,
        key="subscriber",
        said_by=("provisioning",),
        messages=("boss.provisioning.v1.CardSeen",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
    CREDIT_LIMIT_CHANGED: Topic(
        name=CREDIT_LIMIT_CHANGED,
        key="account",
        said_by=("billing",),
        messages=("boss.billing.v1.CreditLimitChanged",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
    CUSTOMER_CHANGED: Topic(
        name=CUSTOMER_CHANGED,
        key="customer",
        said_by=("accounts",),
        messages=("boss.accounts.v1.CustomerChanged",),
        partitions=12,
        retention_hours=168,
        compacted=True,
        listeners=("billing",),
    ),
    DATAPACK_PURCHASED: Topic(
        name=DATAPACK_PURCHASED,
        key="account",
        said_by=("billing",),
        messages=("boss.billing.v1.DatapackPurchased", "boss.billing.v1.DatapackExpired",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
    LANGUAGE_CHOSEN: Topic(
        name=LANGUAGE_CHOSEN,
        key="subscriber",
        said_by=("accounts",),
        messages=("boss.accounts.v1.LanguageChosen",),
        partitions=12,
        retention_hours=168,
        compacted=True,
        listeners=("provisioning",),
    ),
    ORDER_COMPLETED: Topic(
        name=ORDER_COMPLETED,
        key="subscriber",
        said_by=("orders",),
        messages=("boss.orders.v1.OrderCompleted",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("provisioning",),
    ),
    ORDER_FULFILLED: Topic(
        name=ORDER_FULFILLED,
        key="subscriber",
        said_by=("orders",),
        messages=("boss.orders.v1.OrderFulfilled",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("provisioning",),
    ),
    ORDER_STATE_CHANGED: Topic(
        name=ORDER_STATE_CHANGED,
        key="subscriber",
        said_by=("orders",),
        messages=("boss.orders.v1.OrderStateChanged",),
        partitions=12,
        retention_hours=24,
        compacted=False,
        listeners=(),
        watchers=("gateway",),
    ),
    PAYMENT_RECEIVED: Topic(
        name=PAYMENT_RECEIVED,
        key="account",
        said_by=("billing",),
        messages=("boss.billing.v1.PaymentReceived", "boss.billing.v1.PaymentReversed",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
    PLAN_CHANGED: Topic(
        name=PLAN_CHANGED,
        key="subscriber",
        said_by=("billing",),
        messages=("boss.billing.v1.PlanChanged",),
        partitions=12,
        retention_hours=168,
        compacted=True,
        listeners=("accounts",),
    ),
    PROVISIONING_COMPLETED: Topic(
        name=PROVISIONING_COMPLETED,
        key="subscriber",
        said_by=("provisioning",),
        messages=("boss.provisioning.v1.ProvisioningCompleted",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("orders",),
    ),
    PROVISIONING_FAILED: Topic(
        name=PROVISIONING_FAILED,
        key="subscriber",
        said_by=("provisioning",),
        messages=("boss.provisioning.v1.ProvisioningFailed",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("orders",),
    ),
    SMS_REQUESTED: Topic(
        name=SMS_REQUESTED,
        key="subscriber",
        said_by=("accounts", "billing", "orders",),
        messages=("boss.billing.v1.SmsRequested",),
        partitions=12,
        retention_hours=24,
        compacted=False,
        listeners=("provisioning",),
    ),
    SUBSCRIBER_CHANGED: Topic(
        name=SUBSCRIBER_CHANGED,
        key="subscriber",
        said_by=("accounts",),
        messages=("boss.accounts.v1.SubscriberChanged",),
        partitions=12,
        retention_hours=168,
        compacted=True,
        listeners=("billing",),
    ),
    USAGE_RATED: Topic(
        name=USAGE_RATED,
        key="account",
        said_by=("billing",),
        messages=("boss.billing.v1.UsageRated",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
    USAGE_RECORDED: Topic(
        name=USAGE_RECORDED,
        key="subscriber",
        said_by=("provisioning",),
        messages=("boss.provisioning.v1.UsageRecorded",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=("billing",),
    ),
    USAGE_THRESHOLD_REACHED: Topic(
        name=USAGE_THRESHOLD_REACHED,
        key="account",
        said_by=("billing",),
        messages=("boss.billing.v1.UsageThresholdReached",),
        partitions=12,
        retention_hours=168,
        compacted=False,
        listeners=(),
    ),
}
