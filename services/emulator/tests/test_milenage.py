"""Milenage against the vectors of the standard, and the two sides against each other."""

from dataclasses import replace

from emulator.hlr.domain.authentication import advanced, answer, resynchronised, vectors
from emulator.hlr.domain.milenage import Milenage
from emulator.hlr.domain.subscription import Key

K = bytes.fromhex("465b5ce8b199b49faa5f0a2ee238a6bc")
OPC = bytes.fromhex("cd63cb71954a9f4e48a5994e37a02baf")
RAND = bytes.fromhex("23553cbe9637a89d218ae64dae47bf35")
KEY = Key("460000000000001", K, OPC)


def test_test_set_one_of_3gpp_ts_35_208_is_met() -> None:
    made = Milenage(K, OPC).outputs(
        RAND, sqn=bytes.fromhex("ff9bb4d0b607"), amf=bytes.fromhex("b9b9")
    )

    assert made.mac.hex() == "4a9ffac354dfafb3"
    assert made.mac_resync.hex() == "01cfaf9ec4e871e9"
    assert made.res.hex() == "a54211d5e3ba50bf"
    assert made.ck.hex() == "b40ba9a3c58b2a05bbf0d987b21bf8cb"
    assert made.ik.hex() == "f769bcd751044604127672711c6d3441"
    assert made.ak.hex() == "aa689c648370"
    assert made.ak_resync.hex() == "451e8beca43b"


def test_a_card_answers_the_challenge_of_its_own_network() -> None:
    (challenge,) = vectors(KEY, rands=(RAND,))

    said, card = answer(KEY, rand=challenge.rand, autn=challenge.autn)

    assert said.res == challenge.xres
    assert card.sqn == advanced(KEY, vectors=1).sqn


def test_a_card_with_other_keys_does_not_trust_the_challenge() -> None:
    (challenge,) = vectors(KEY, rands=(RAND,))
    stranger = replace(KEY, k=bytes(16))

    said, _ = answer(stranger, rand=challenge.rand, autn=challenge.autn)

    assert not said.trusts_the_network


def test_an_old_challenge_is_answered_with_the_card_s_own_sequence_number() -> None:
    ahead = advanced(KEY, vectors=9)
    (challenge,) = vectors(KEY, rands=(RAND,))

    said, _ = answer(ahead, rand=challenge.rand, autn=challenge.autn)
    caught_up = resynchronised(KEY, rand=RAND, auts=said.auts)

    assert said.res == b""
    assert caught_up is not None
    assert caught_up.sqn == ahead.sqn


def test_a_resynchronisation_nobody_signed_is_ignored() -> None:
    assert resynchronised(KEY, rand=RAND, auts=bytes(14)) is None
    assert resynchronised(KEY, rand=RAND, auts=b"short") is None


def test_second_generation_values_are_derived_as_the_standard_says() -> None:
    (challenge,) = vectors(replace(KEY, amf=bytes.fromhex("b9b9")), rands=(RAND,))

    assert challenge.sres.hex() == "46f8416a"  # TS 35.208, test set 1
    assert challenge.kc.hex() == "eae4be823af9a08b"


def test_keys_are_not_shown() -> None:
    assert K.hex() not in repr(KEY)
    assert "k=" not in repr(KEY)
