"""The stubs of the services the gateway speaks with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boss.accounts.v1 import codes_pb2_grpc as accounts_codes
from boss.accounts.v1 import commands_pb2_grpc as accounts_commands
from boss.accounts.v1 import numbers_pb2_grpc as accounts_numbers
from boss.accounts.v1 import passwords_pb2_grpc as accounts_passwords
from boss.accounts.v1 import questions_pb2_grpc as accounts_questions
from boss.billing.v1 import commands_pb2_grpc as billing_commands
from boss.billing.v1 import questions_pb2_grpc as billing_questions
from boss.billing.v1 import top_ups_pb2_grpc as billing_top_ups
from boss.billing.v1 import vouchers_pb2_grpc as billing_vouchers
from boss.orders.v1 import commands_pb2_grpc as orders_commands
from boss.orders.v1 import questions_pb2_grpc as orders_questions
from boss.provisioning.v1 import puks_pb2_grpc as provisioning_puks
from boss.provisioning.v1 import texts_pb2_grpc as provisioning_texts
from boss.runtime.v1 import operations_pb2_grpc as operations
from runtime.rpc.client import Channels

if TYPE_CHECKING:
    from boss.runtime.v1.operations_pb2_grpc import OperationsServiceAsyncStub


@dataclass(frozen=True, slots=True)
class HolderChecks:
    """What accounts compares for who asks from afar."""

    channels: Channels

    @property
    def codes(self) -> "accounts_codes.CodeServiceAsyncStub":
        return accounts_codes.CodeServiceStub(self.channels["accounts"])

    @property
    def passwords(self) -> "accounts_passwords.PasswordServiceAsyncStub":
        return accounts_passwords.PasswordServiceStub(self.channels["accounts"])

    @property
    def puks(self) -> "provisioning_puks.PukServiceAsyncStub":
        return provisioning_puks.PukServiceStub(self.channels["provisioning"])


@dataclass(frozen=True, slots=True)
class Stock:
    """Numbers, as they are before an order."""

    channels: Channels

    @property
    def numbers(self) -> "accounts_numbers.NumberServiceAsyncStub":
        return accounts_numbers.NumberServiceStub(self.channels["accounts"])


@dataclass(frozen=True, slots=True)
class Till:
    """Money that comes in by other ways than a payment of staff."""

    channels: Channels

    @property
    def top_ups(self) -> "billing_top_ups.TopUpServiceAsyncStub":
        return billing_top_ups.TopUpServiceStub(self.channels["billing"])

    @property
    def vouchers(self) -> "billing_vouchers.VoucherServiceAsyncStub":
        return billing_vouchers.VoucherServiceStub(self.channels["billing"])


@dataclass(frozen=True, slots=True)
class Services:
    """One stub per service; a channel opens when it is first used."""

    channels: Channels
    peers: tuple[str, ...]

    @property
    def ask_accounts(self) -> "accounts_questions.QuestionServiceAsyncStub":
        return accounts_questions.QuestionServiceStub(self.channels["accounts"])

    @property
    def tell_accounts(self) -> "accounts_commands.CommandServiceAsyncStub":
        return accounts_commands.CommandServiceStub(self.channels["accounts"])

    @property
    def ask_orders(self) -> "orders_questions.QuestionServiceAsyncStub":
        return orders_questions.QuestionServiceStub(self.channels["orders"])

    @property
    def tell_orders(self) -> "orders_commands.CommandServiceAsyncStub":
        return orders_commands.CommandServiceStub(self.channels["orders"])

    @property
    def ask_billing(self) -> "billing_questions.QuestionServiceAsyncStub":
        return billing_questions.QuestionServiceStub(self.channels["billing"])

    @property
    def tell_billing(self) -> "billing_commands.CommandServiceAsyncStub":
        return billing_commands.CommandServiceStub(self.channels["billing"])

    @property
    def checks(self) -> HolderChecks:
        return HolderChecks(self.channels)

    @property
    def till(self) -> Till:
        return Till(self.channels)

    @property
    def texts(self) -> "provisioning_texts.TextServiceAsyncStub":
        return provisioning_texts.TextServiceStub(self.channels["provisioning"])

    def operations(self) -> "dict[str, OperationsServiceAsyncStub]":
        """Return the operations door of every service we know."""
        return {name: operations.OperationsServiceStub(self.channels[name]) for name in self.peers}
