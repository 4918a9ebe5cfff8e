"""How old somebody must be to stand alone, and to act for others (rules 1.1)."""

from dataclasses import dataclass
from datetime import date

from accounts.customers.domain.identity_paper import IdentityPaper


@dataclass(frozen=True, slots=True)
class Ages:
    """Years, as this operator sets them; of a paper that names no day of birth nothing is told."""

    guardian_until: int = 16
    of_age: int = 18

    def needs_guardian(self, paper: IdentityPaper, *, on: date) -> bool:
        """Tell whether a guardian (监护人) asks for who has this paper, on that day."""
        return paper.is_under(self.guardian_until, on=on)

    def is_minor(self, paper: IdentityPaper, *, on: date) -> bool:
        """Tell whether who has this paper acts and answers for nobody else, on that day."""
        return paper.is_under(self.of_age, on=on)


USUAL_AGES = Ages()
