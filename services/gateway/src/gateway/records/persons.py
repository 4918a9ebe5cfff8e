"""What is said of a person: a name, until when a paper is good, how to reach them (TMF632 v4)."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from gateway.records.names import PAPER
from gateway.rest.grammar.attributes import span
from gateway.rest.request.api_request import objects, part, text
from kernel.civil import civil_date
from kernel.errors import Invalid
from kernel.person_name import compared

MEDIUM = "contactMedium"
_VALID_FOR = f"{PAPER}.validFor."
PHONE, STREET = "phoneNumber", "street1"
GENDERS: Mapping[str, str] = {"male": "male", "female": "female", "男": "male", "女": "female"}
HELD = (PHONE, STREET)
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("phone", "phonenumber", "telephone", "telephonenumber", "mobile"), PHONE),
    **dict.fromkeys(("address", "postaladdress", "geographicaddress"), STREET),
    **dict.fromkeys(("email", "emailaddress", "fax"), ""),
}
"""What a medium of this type holds, by the letters of its type; empty: nothing that is kept."""


def name_of(person: Mapping[str, Any]) -> str:
    """Return the one name somebody has; also where only its parts are given.

    Raises `FIELD_NOT_VALID` where it is said in several ways that differ.
    """
    family, given = (text(person, name, needed="no") for name in ("familyName", "givenName"))
    said = [text(person, name, needed="no") for name in ("fullName", "name")]
    whole = next((one for one in said if one), "")
    if not whole:
        return joined(text(person, "familyName"), text(person, "givenName"))
    # A name may be written with blanks between its parts, and the given name first.
    right = {compared(whole)}
    if family and given:
        right = {compared(family + given), compared(given + family)}
    if any(one and compared(one) not in right for one in said):
        raise Invalid("FIELD_NOT_VALID", "These are different names.", field="fullName")
    for field, part_of_it in (("familyName", family), ("givenName", given)):
        if part_of_it and not _is_part(compared(part_of_it), of=compared(whole)):
            raise Invalid("FIELD_NOT_VALID", "This is no part of the whole name.", field=field)
    return whole


def _is_part(name: str, *, of: str) -> bool:
    return of.startswith(name) or of.endswith(name)


def joined(family: str, given: str) -> str:
    """Return the whole name: the family's first and without a blank where it is written so."""
    if any(unicodedata.name(sign, "").startswith("CJK") for sign in family + given):
        return f"{family}{given}"
    return f"{given} {family}"


def validity(paper: Mapping[str, Any]) -> dict[str, str]:
    """Return first and last day of a paper, here, as accounts calls them.

    Nothing where it says none; raises `FIELD_NOT_VALID`.
    """
    begins, ends = (_day_of(paper, name) for name in ("startDateTime", "endDateTime"))
    if begins and ends and begins > ends:
        sentence = "A paper does not end before it begins."
        raise Invalid("FIELD_NOT_VALID", sentence, field=f"{_VALID_FOR}startDateTime")
    return {"paper_valid_from": begins, "paper_valid_until": ends}


def birth_of(person: Mapping[str, Any]) -> dict[str, str]:
    """Return day of birth and gender as accounts calls them, empty where none is said.

    Raises `FIELD_NOT_VALID`; whether the paper says so is for accounts.
    """
    gender = text(person, "gender", needed="no")
    said = GENDERS.get(gender.lower(), "")
    if gender and not said:
        raise Invalid("FIELD_NOT_VALID", f"One of {', '.join(GENDERS)}.", field="gender")
    return {"birth_date": _day(text(person, "birthDate", needed="no"), "birthDate"), "gender": said}


def _day_of(paper: Mapping[str, Any], name: str) -> str:
    said = text(part(paper, "validFor"), name, needed="no", within=_VALID_FOR)
    return _day(said, f"{_VALID_FOR}{name}")


def _day(said: str, field: str) -> str:
    """Return the day here, which sorts as it is written; nothing where none is said."""
    if not said:
        return ""
    try:
        return civil_date(span(said).first).isoformat()
    except ValueError:
        sentence = "A day belongs here, as in 2035-01-01, or an instant with its offset."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field) from None


def contact(person: Mapping[str, Any], name: str) -> str:
    """Return a phone number or an address; raises `FIELD_NOT_VALID` for several of one kind."""
    value = ""
    for medium in objects(person, MEDIUM):
        values = part(medium, "characteristic")
        _check_type(medium, values)
        said = text(values, name, needed="no", within=f"{MEDIUM}.characteristic.")
        if said and value:
            where = f"{MEDIUM}.characteristic.{name}"
            raise Invalid("FIELD_NOT_VALID", "There is one of each kind.", field=where)
        value = value or said
    return value


def _check_type(medium: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Refuse a telephone that is called an address, and the like; other words say nothing."""
    said = text(medium, "mediumType", needed="no", within=f"{MEDIUM}.")
    holds = KINDS.get("".join(filter(str.isalpha, said.lower())))
    if holds is not None and any(values.get(name) for name in HELD if name != holds):
        sentence = f"A medium of the type {said} holds something else."
        raise Invalid("FIELD_NOT_VALID", sentence, field=f"{MEDIUM}.mediumType")
