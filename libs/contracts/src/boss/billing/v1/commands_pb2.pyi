import datetime

from boss.billing.v1 import questions_pb2 as _questions_pb2
from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PostPaymentRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "msisdn", "account_id", "amount", "payment_channel", "reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    msisdn: str
    account_id: str
    amount: _values_pb2.Money
    payment_channel: str
    reference: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., payment_channel: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class PostPaymentResponse(_message.Message):
    __slots__ = ("payment_id", "account", "status")
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    account: _questions_pb2.Account
    status: str
    def __init__(self, payment_id: _Optional[str] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ..., status: _Optional[str] = ...) -> None: ...

class ReversePaymentRequest(_message.Message):
    __slots__ = ("request_id", "payment_channel", "reference", "reason", "partner")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payment_channel: str
    reference: str
    reason: str
    partner: str
    def __init__(self, request_id: _Optional[str] = ..., payment_channel: _Optional[str] = ..., reference: _Optional[str] = ..., reason: _Optional[str] = ..., partner: _Optional[str] = ...) -> None: ...

class ReversePaymentResponse(_message.Message):
    __slots__ = ("payment_id", "account")
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    account: _questions_pb2.Account
    def __init__(self, payment_id: _Optional[str] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ...) -> None: ...

class GrantGiftRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "kind", "amount", "items", "months", "valid_until", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    kind: str
    amount: _values_pb2.Money
    items: _containers.RepeatedScalarFieldContainer[str]
    months: int
    valid_until: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., kind: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., items: _Optional[_Iterable[str]] = ..., months: _Optional[int] = ..., valid_until: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class GrantGiftResponse(_message.Message):
    __slots__ = ("books", "account", "adjustment")
    BOOKS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    books: _containers.RepeatedCompositeFieldContainer[_questions_pb2.BalanceBook]
    account: _questions_pb2.Account
    adjustment: _questions_pb2.Adjustment
    def __init__(self, books: _Optional[_Iterable[_Union[_questions_pb2.BalanceBook, _Mapping]]] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ..., adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class LoadVouchersRequest(_message.Message):
    __slots__ = ("request_id", "batch", "amount", "valid_until", "vouchers")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    VOUCHERS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    batch: str
    amount: _values_pb2.Money
    valid_until: str
    vouchers: _containers.RepeatedCompositeFieldContainer[PrintedVoucher]
    def __init__(self, request_id: _Optional[str] = ..., batch: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., valid_until: _Optional[str] = ..., vouchers: _Optional[_Iterable[_Union[PrintedVoucher, _Mapping]]] = ...) -> None: ...

class PrintedVoucher(_message.Message):
    __slots__ = ("serial", "code_hash")
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    CODE_HASH_FIELD_NUMBER: _ClassVar[int]
    serial: str
    code_hash: str
    def __init__(self, serial: _Optional[str] = ..., code_hash: _Optional[str] = ...) -> None: ...

class LoadVouchersResponse(_message.Message):
    __slots__ = ("added", "known", "waiting")
    ADDED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    added: int
    known: int
    waiting: int
    def __init__(self, added: _Optional[int] = ..., known: _Optional[int] = ..., waiting: _Optional[int] = ...) -> None: ...

class BlockVouchersRequest(_message.Message):
    __slots__ = ("request_id", "serials", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SERIALS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    serials: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., serials: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ...) -> None: ...

class BlockVouchersResponse(_message.Message):
    __slots__ = ("blocked",)
    BLOCKED_FIELD_NUMBER: _ClassVar[int]
    blocked: int
    def __init__(self, blocked: _Optional[int] = ...) -> None: ...

class RedeemVoucherRequest(_message.Message):
    __slots__ = ("request_id", "msisdn", "code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    msisdn: str
    code: str
    def __init__(self, request_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class RedeemVoucherResponse(_message.Message):
    __slots__ = ("payment_id", "amount", "account", "status")
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    amount: _values_pb2.Money
    account: _questions_pb2.Account
    status: str
    def __init__(self, payment_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ..., status: _Optional[str] = ...) -> None: ...

class AskAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "amount", "reason_code", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    amount: _values_pb2.Money
    reason_code: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., reason_code: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class AskAdjustmentResponse(_message.Message):
    __slots__ = ("adjustment", "account")
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _questions_pb2.Adjustment
    account: _questions_pb2.Account
    def __init__(self, adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ...) -> None: ...

class ApproveAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "adjustment_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    adjustment_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., adjustment_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ApproveAdjustmentResponse(_message.Message):
    __slots__ = ("adjustment", "account")
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _questions_pb2.Adjustment
    account: _questions_pb2.Account
    def __init__(self, adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ...) -> None: ...

class RejectAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "adjustment_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    adjustment_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., adjustment_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RejectAdjustmentResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _questions_pb2.Adjustment
    def __init__(self, adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class PayOutRefundRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "amount", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    amount: _values_pb2.Money
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class PayOutRefundResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _questions_pb2.Adjustment
    def __init__(self, adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class TakeDepositRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "amount", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    amount: _values_pb2.Money
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class TakeDepositResponse(_message.Message):
    __slots__ = ("book",)
    BOOK_FIELD_NUMBER: _ClassVar[int]
    book: _questions_pb2.BalanceBook
    def __init__(self, book: _Optional[_Union[_questions_pb2.BalanceBook, _Mapping]] = ...) -> None: ...

class ReturnDepositRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "book_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    BOOK_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    book_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., book_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ReturnDepositResponse(_message.Message):
    __slots__ = ("amount", "adjustment")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    amount: _values_pb2.Money
    adjustment: _questions_pb2.Adjustment
    def __init__(self, amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class SetCreditLimitRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "limit", "valid_until", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    limit: _values_pb2.Money
    valid_until: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., limit: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., valid_until: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class SetCreditLimitResponse(_message.Message):
    __slots__ = ("account", "adjustment")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    account: _questions_pb2.Account
    adjustment: _questions_pb2.Adjustment
    def __init__(self, account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ..., adjustment: _Optional[_Union[_questions_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class ConfirmHighUseRequest(_message.Message):
    __slots__ = ("request_id", "account_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    account_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., account_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ConfirmHighUseResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: _questions_pb2.Account
    def __init__(self, account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ...) -> None: ...

class OpenDataAgainRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class OpenDataAgainResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RerateUsageRequest(_message.Message):
    __slots__ = ("request_id", "run_id", "first_month", "last_month", "subscriber_id", "after_subscriber_id", "limit", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RUN_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_MONTH_FIELD_NUMBER: _ClassVar[int]
    LAST_MONTH_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    run_id: str
    first_month: str
    last_month: str
    subscriber_id: str
    after_subscriber_id: str
    limit: int
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., run_id: _Optional[str] = ..., first_month: _Optional[str] = ..., last_month: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., after_subscriber_id: _Optional[str] = ..., limit: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class RerateUsageResponse(_message.Message):
    __slots__ = ("subscribers", "records", "differences", "difference_millifen", "left_alone", "next_subscriber_id")
    SUBSCRIBERS_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    LEFT_ALONE_FIELD_NUMBER: _ClassVar[int]
    NEXT_SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    subscribers: int
    records: int
    differences: int
    difference_millifen: int
    left_alone: int
    next_subscriber_id: str
    def __init__(self, subscribers: _Optional[int] = ..., records: _Optional[int] = ..., differences: _Optional[int] = ..., difference_millifen: _Optional[int] = ..., left_alone: _Optional[int] = ..., next_subscriber_id: _Optional[str] = ...) -> None: ...

class BuyPackRequest(_message.Message):
    __slots__ = ("request_id", "subscriber_id", "msisdn", "pack", "renews")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    RENEWS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    subscriber_id: str
    msisdn: str
    pack: str
    renews: bool
    def __init__(self, request_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., pack: _Optional[str] = ..., renews: _Optional[bool] = ...) -> None: ...

class BuyPackResponse(_message.Message):
    __slots__ = ("allowance", "account")
    ALLOWANCE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    allowance: _questions_pb2.Allowance
    account: _questions_pb2.Account
    def __init__(self, allowance: _Optional[_Union[_questions_pb2.Allowance, _Mapping]] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ...) -> None: ...

class CancelPackRequest(_message.Message):
    __slots__ = ("request_id", "allowance_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    allowance_id: str
    def __init__(self, request_id: _Optional[str] = ..., allowance_id: _Optional[str] = ...) -> None: ...

class CancelPackResponse(_message.Message):
    __slots__ = ("allowance", "given_back", "account")
    ALLOWANCE_FIELD_NUMBER: _ClassVar[int]
    GIVEN_BACK_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    allowance: _questions_pb2.Allowance
    given_back: _values_pb2.Money
    account: _questions_pb2.Account
    def __init__(self, allowance: _Optional[_Union[_questions_pb2.Allowance, _Mapping]] = ..., given_back: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., account: _Optional[_Union[_questions_pb2.Account, _Mapping]] = ...) -> None: ...

class LoadCatalogueRequest(_message.Message):
    __slots__ = ("request_id", "catalogue", "dry_run", "correction", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CATALOGUE_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    catalogue: str
    dry_run: bool
    correction: bool
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., catalogue: _Optional[str] = ..., dry_run: _Optional[bool] = ..., correction: _Optional[bool] = ..., reason: _Optional[str] = ...) -> None: ...

class LoadCatalogueResponse(_message.Message):
    __slots__ = ("catalogue_version", "offerings")
    CATALOGUE_VERSION_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    catalogue_version: int
    offerings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, catalogue_version: _Optional[int] = ..., offerings: _Optional[_Iterable[str]] = ...) -> None: ...

class CarryOutRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "step_no", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    step_no: int
    step: BillingStep
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., step_no: _Optional[int] = ..., step: _Optional[_Union[BillingStep, _Mapping]] = ...) -> None: ...

class CarryOutResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TakeBackRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "step_no", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    step_no: int
    step: BillingStep
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., step_no: _Optional[int] = ..., step: _Optional[_Union[BillingStep, _Mapping]] = ...) -> None: ...

class TakeBackResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BillingStep(_message.Message):
    __slots__ = ("open_account", "take_fee", "take_prepayment", "start_plan", "start_keeping", "end_keeping", "close_account", "join_account", "close_to_cards", "clear_voucher_tries", "change_plan", "withdraw_plan_change", "reopen_account", "hand_over_account")
    OPEN_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    TAKE_FEE_FIELD_NUMBER: _ClassVar[int]
    TAKE_PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    START_PLAN_FIELD_NUMBER: _ClassVar[int]
    START_KEEPING_FIELD_NUMBER: _ClassVar[int]
    END_KEEPING_FIELD_NUMBER: _ClassVar[int]
    CLOSE_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    JOIN_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TO_CARDS_FIELD_NUMBER: _ClassVar[int]
    CLEAR_VOUCHER_TRIES_FIELD_NUMBER: _ClassVar[int]
    CHANGE_PLAN_FIELD_NUMBER: _ClassVar[int]
    WITHDRAW_PLAN_CHANGE_FIELD_NUMBER: _ClassVar[int]
    REOPEN_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    HAND_OVER_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    open_account: OpenAccount
    take_fee: TakeFee
    take_prepayment: TakePrepayment
    start_plan: StartPlan
    start_keeping: StartKeeping
    end_keeping: EndKeeping
    close_account: CloseAccount
    join_account: JoinAccount
    close_to_cards: CloseToCards
    clear_voucher_tries: ClearVoucherTries
    change_plan: ChangePlan
    withdraw_plan_change: WithdrawPlanChange
    reopen_account: ReopenAccount
    hand_over_account: HandOverAccount
    def __init__(self, open_account: _Optional[_Union[OpenAccount, _Mapping]] = ..., take_fee: _Optional[_Union[TakeFee, _Mapping]] = ..., take_prepayment: _Optional[_Union[TakePrepayment, _Mapping]] = ..., start_plan: _Optional[_Union[StartPlan, _Mapping]] = ..., start_keeping: _Optional[_Union[StartKeeping, _Mapping]] = ..., end_keeping: _Optional[_Union[EndKeeping, _Mapping]] = ..., close_account: _Optional[_Union[CloseAccount, _Mapping]] = ..., join_account: _Optional[_Union[JoinAccount, _Mapping]] = ..., close_to_cards: _Optional[_Union[CloseToCards, _Mapping]] = ..., clear_voucher_tries: _Optional[_Union[ClearVoucherTries, _Mapping]] = ..., change_plan: _Optional[_Union[ChangePlan, _Mapping]] = ..., withdraw_plan_change: _Optional[_Union[WithdrawPlanChange, _Mapping]] = ..., reopen_account: _Optional[_Union[ReopenAccount, _Mapping]] = ..., hand_over_account: _Optional[_Union[HandOverAccount, _Mapping]] = ...) -> None: ...

class OpenAccount(_message.Message):
    __slots__ = ("account_id", "customer_id", "subscriber_id", "msisdn", "offering", "segment", "region", "customer_version")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_VERSION_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    customer_id: str
    subscriber_id: str
    msisdn: str
    offering: str
    segment: str
    region: str
    customer_version: int
    def __init__(self, account_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., offering: _Optional[str] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ..., customer_version: _Optional[int] = ...) -> None: ...

class JoinAccount(_message.Message):
    __slots__ = ("account_id", "customer_id", "subscriber_id", "msisdn", "offering", "segment", "region", "customer_version")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_VERSION_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    customer_id: str
    subscriber_id: str
    msisdn: str
    offering: str
    segment: str
    region: str
    customer_version: int
    def __init__(self, account_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., msisdn: _Optional[str] = ..., offering: _Optional[str] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ..., customer_version: _Optional[int] = ...) -> None: ...

class CloseToCards(_message.Message):
    __slots__ = ("account_id",)
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    def __init__(self, account_id: _Optional[str] = ...) -> None: ...

class TakeFee(_message.Message):
    __slots__ = ("account_id", "fee", "amount", "from_balance")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    FEE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    FROM_BALANCE_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    fee: str
    amount: _values_pb2.Money
    from_balance: bool
    def __init__(self, account_id: _Optional[str] = ..., fee: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., from_balance: _Optional[bool] = ...) -> None: ...

class TakePrepayment(_message.Message):
    __slots__ = ("account_id", "amount")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    amount: _values_pb2.Money
    def __init__(self, account_id: _Optional[str] = ..., amount: _Optional[_Union[_values_pb2.Money, _Mapping]] = ...) -> None: ...

class StartPlan(_message.Message):
    __slots__ = ("account_id", "subscriber_id")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class StartKeeping(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "until")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    until: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class EndKeeping(_message.Message):
    __slots__ = ("account_id", "subscriber_id")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class CloseAccount(_message.Message):
    __slots__ = ("account_id", "subscriber_id")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class ChangePlan(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "offering", "since", "instead_of")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_OF_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    offering: str
    since: _timestamp_pb2.Timestamp
    instead_of: str
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., offering: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., instead_of: _Optional[str] = ...) -> None: ...

class WithdrawPlanChange(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "offering", "since")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    offering: str
    since: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., offering: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ReopenAccount(_message.Message):
    __slots__ = ("account_id", "subscriber_id", "closed_by")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BY_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    subscriber_id: str
    closed_by: str
    def __init__(self, account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., closed_by: _Optional[str] = ...) -> None: ...

class ClearVoucherTries(_message.Message):
    __slots__ = ("account_id",)
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    def __init__(self, account_id: _Optional[str] = ...) -> None: ...

class HandOverAccount(_message.Message):
    __slots__ = ("account_id", "new_account_id", "subscriber_id", "customer_id", "segment", "region", "customer_version", "prepayment", "money_goes_along")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    NEW_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_VERSION_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    MONEY_GOES_ALONG_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    new_account_id: str
    subscriber_id: str
    customer_id: str
    segment: str
    region: str
    customer_version: int
    prepayment: _values_pb2.Money
    money_goes_along: bool
    def __init__(self, account_id: _Optional[str] = ..., new_account_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., segment: _Optional[str] = ..., region: _Optional[str] = ..., customer_version: _Optional[int] = ..., prepayment: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., money_goes_along: _Optional[bool] = ...) -> None: ...
