"""People who are checked themselves: a code read on the handset, a password they know."""

import re
from collections.abc import Sequence

import httpx

from harness.chain import Town
from launch.story import Anna

PASSWORD = "271828"
CODE, FIRST_PASSWORD = "验证码", "初始服务密码"
"""Words of the texts that carry digits."""


def code_by_text(town: Town, anna: Anna, http: httpx.Client) -> str:
    """Have a code sent and read it where it arrives: on the handset with her card."""
    before = town.scene.handsets.inbox(anna.sim)
    sent = http.post(f"/v1/subscribers/{anna.subscriber}/codes")
    assert sent.status_code == 201, sent.text
    return digits_in(town, anna, CODE, before=before)


def digits_in(town: Town, anna: Anna, words: str, *, before: Sequence[str] = ()) -> str:
    """Return the six digits of the text with these words that came since then."""

    def texts() -> list[str]:
        inbox = town.scene.handsets.inbox(anna.sim)
        return [text for text in inbox if text not in before and words in text]

    town.comes_true(lambda: bool(texts()))
    (digits,) = re.findall(r"(?<!\d)\d{6}(?!\d)", " ".join(texts()))
    return str(digits)


def proves(anna: Anna, http: httpx.Client, **said: str) -> str:
    """Say a code or a password; return the proof it makes, or what the earlier one became."""
    made = http.post(f"/v1/subscribers/{anna.subscriber}/proofs", json=said)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def sets_password(town: Town, anna: Anna, http: httpx.Client, new: str = PASSWORD) -> None:
    """Set the first password, or one instead of a forgotten one, by a code and her paper."""
    reset = http.post(
        f"/v1/subscribers/{anna.subscriber}/password/reset",
        json={
            "newPassword": new,
            "proof": proves(anna, http, code=code_by_text(town, anna, http)),
            "paperType": "id_card",
            "paperNumber": anna.paper,
        },
    )
    assert reset.status_code == 201, reset.text


def proof_for_list(town: Town, anna: Anna, http: httpx.Client) -> str:
    """Prove herself twice, as an itemised list asks (rules 2.19)."""
    sets_password(town, anna, http)
    by_code = proves(anna, http, code=code_by_text(town, anna, http))
    return proves(anna, http, password=PASSWORD, proof=by_code)
