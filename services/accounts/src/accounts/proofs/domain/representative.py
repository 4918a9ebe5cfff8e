"""Who acts or uses a number for a customer: a person whose own paper was seen (rules 1.1).

The law wants both identities taken down: theirs is kept, sealed, with the check.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.customers.domain.ages import Ages
from accounts.customers.domain.customer import Customer, must_be_born, must_be_valid
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.proofs.domain.proof import Role
from kernel.civil import civil_date
from kernel.errors import Invalid, NotAllowed, Refusal
from kernel.person_name import compared

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Representative:
    """An agent, handler, guardian or user, as their own paper has them."""

    name: str = field(repr=False)
    paper: IdentityPaper
    valid_until: date | None

    def __post_init__(self) -> None:
        """Raise `Invalid` with `name` for what is missing or cannot be printed."""
        if not compared(self.name):
            raise Invalid("FIELD_MISSING", "Say whose paper was seen.", field="name")
        if len(self.name) > LONGEST_NAME or not self.name.isprintable():
            raise Invalid("FIELD_NOT_VALID", "Printable, at most 200 characters.", field="name")

    def must_act_for(self, customer: Customer, *, role: Role, ages: Ages, now: datetime) -> None:
        """Raise `ID_EXPIRED`, or `VERIFICATION_FAILED` where the paper is the customer's own.

        `ROLE_NOT_ALLOWED`: of a child who acts for others, or a guardian of who needs none.
        """
        must_be_valid(self.valid_until, now=now)
        must_be_born(self.paper, now=now)
        if self.paper.identity == customer.paper.identity:
            sentence = "This is the customer's own paper: who acts for them has another."
            raise Refusal("VERIFICATION_FAILED", sentence, field="paper_number")
        today = civil_date(now)
        if role is not Role.USER and ages.is_minor(self.paper, on=today):
            sentence = f"Who acts for somebody else is {ages.of_age} years old."
            raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="paper_number")
        grown = customer.paper.born and not ages.needs_guardian(customer.paper, on=today)
        if role is Role.GUARDIAN and grown:
            sentence = f"A guardian comes for who is under {ages.guardian_until}."
            raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="capacity")

    def must_be(self, known: Customer | None) -> None:
        """Raise `ID_MISMATCH` or `BLACKLISTED` by who has registered with this paper."""
        if known is None:
            return
        if compared(known.person.name) != compared(self.name):
            raise Refusal("ID_MISMATCH", "The paper belongs to somebody else.", field="name")
        if known.blacklisted:
            sentence = "Who acts for them is on the blacklist."
            raise Refusal("BLACKLISTED", sentence, field="paper_number")
