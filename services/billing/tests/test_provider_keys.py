"""While a payment provider's secret is exchanged, the new one and the one before are good."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from billing.payments.clients.signing_provider import SCHEME, SigningProvider
from billing.payments.ports.providers import Sent
from billing.settings import read_voucher_key
from kernel.errors import NotAllowed
from runtime.errors import Misconfigured

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def sent(*, key: bytes) -> Sent:
    said = {
        "topUp": "t1", "transaction": "p1", "status": "paid", "amount": 100, "currency": "CNY",
    }  # fmt: skip
    content, timestamp = json.dumps(said).encode(), str(int(AT.timestamp()))
    signed = f"notification.{timestamp}.".encode() + content
    signature = SCHEME + hmac.new(key, signed, hashlib.sha256).hexdigest()
    return Sent(timestamp=timestamp, signature=signature, content=content)


def provider(*keys: bytes) -> SigningProvider:
    return SigningProvider("pay", "https://pay.example/pay", keys, tolerance=300)


def test_both_prove_a_notification_while_a_secret_is_exchanged() -> None:
    between = provider(OLD, NEW)

    assert between.notice(sent(key=OLD), at=AT) == between.notice(sent(key=NEW), at=AT)
    with pytest.raises(NotAllowed):
        between.notice(sent(key=OTHER), at=AT)
    with pytest.raises(NotAllowed):
        provider(NEW).notice(sent(key=OLD), at=AT)


def test_vouchers_have_one_key(tmp_path: Path) -> None:
    path = tmp_path / "voucher.key"
    path.write_text(f"{OLD.hex()}\n{NEW.hex()}")

    with pytest.raises(Misconfigured):
        read_voucher_key(path)
