"""What is said of a person is such a thing: a name, a telephone, a day of birth (rules 10.1).

Judged when somebody is registered: what an earlier release kept stays readable.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.customers.domain.customer import Person
from accounts.customers.domain.identity_paper import IdentityPaper
from kernel.errors import Invalid

_PHONE = re.compile(r"\+?[0-9]{5,20}")
_PARTING = str.maketrans("", "", " -()")
"""What stands between digits, to be read."""


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Birth:
    """What is said beside a paper; it is not kept, for the paper says it or nothing does."""

    day: date | None = None
    gender: Gender | None = None

    def must_be_of(self, paper: IdentityPaper) -> None:
        """Raise `FIELD_NOT_VALID` with what the paper says otherwise, or does not say."""
        for field, said, is_so in (
            ("birth_date", self.day, paper.born),
            ("gender", self.gender, gender_of(paper)),
        ):
            if said is not None and is_so is None:
                sentence = "Such a paper does not say it, and it is not kept: leave it out."
                raise Invalid("FIELD_NOT_VALID", sentence, field=field)
            if said is not None and said != is_so:
                sentence = "The number of the paper says another one."
                raise Invalid("FIELD_NOT_VALID", sentence, field=field)


NOTHING_SAID = Birth()


def gender_of(paper: IdentityPaper) -> Gender | None:
    """Return what a citizen's number says; None for other papers."""
    if paper.is_of_a_man is None:
        return None
    return Gender.MALE if paper.is_of_a_man else Gender.FEMALE


def must_be_plausible(person: Person) -> None:
    """Raise `FIELD_NOT_VALID` with the field for what is no name and no telephone."""
    for field in ("name", "family_name", "given_name"):
        must_be_a_name(getattr(person, field), field=field)
    if person.contact_phone and not _PHONE.fullmatch(person.contact_phone.translate(_PARTING)):
        sentence = "A telephone is 5 to 20 digits, perhaps behind a plus, such as 13800138000."
        raise Invalid("FIELD_NOT_VALID", sentence, field="contact_phone")


def must_be_a_name(name: str, *, field: str) -> None:
    """Raise `FIELD_NOT_VALID` for what has no letter, or a digit: as no paper has a name."""
    if name.strip() and (not any(map(str.isalpha, name)) or any(map(str.isdigit, name))):
        sentence = "A name is written as the paper has it: with letters, and without digits."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)


def read_gender(text: str) -> Gender | None:
    """Read a gender, nothing for none said; raises `Invalid` with `gender`."""
    try:
        return Gender(text) if text else None
    except ValueError:
        sentence = f"One of {', '.join(Gender)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="gender") from None
