"""One name is one name, however it was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.person_name import compared

DOTS = "·•‧∙⋅●・･．."


@pytest.mark.parametrize("dot", DOTS)
def test_the_dot_of_a_name_has_many_keys(dot: str) -> None:
    assert compared(f"买买提{dot}吐尔逊") == compared("买买提·吐尔逊")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ｌｉｎ　Ａｎｎａ", "Lin Anna"),  # full width, with its blank
        (unicodedata.normalize("NFD", "José Müller"), "José Müller"),
        ("anna  LIN", "Anna Lin"),
        ("O’Brien", "O'BRIEN"),
        ("Jean‑Luc", "Jean-Luc"),
        ("Straße", "STRASSE"),
        ("安娜\u200b林", "安娜林"),
        ("ﬁona", "Fiona"),
    ],
)
def test_these_are_the_same_person(one: str, other: str) -> None:
    assert compared(one) == compared(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna Lin", "Boris Lin"), ("张伟", "张玮"), ("买买提·吐尔逊", "买买提吐尔逊")],
)
def test_these_are_not(one: str, other: str) -> None:
    assert compared(one) != compared(other)


@given(st.text())
def test_what_was_compared_is_compared_alike(name: str) -> None:
    once = compared(name)

    assert compared(once) == once
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert compared(unicodedata.normalize(form, name)) == once
