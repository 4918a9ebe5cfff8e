"""What somebody dialled, and where it leads, by the numbering plan of this network's country."""

from dataclasses import dataclass, field

from kernel.numbering_plan import Number, NumberingPlan, NumberKind
from kernel.plan_of_china import numbering_plan


@dataclass(frozen=True, slots=True)
class Dialling:
    """The country this network is in, and the numbers it lets everybody reach."""

    country_code: str
    hotlines: frozenset[str]
    _plan: NumberingPlan = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plan", numbering_plan(self.country_code))

    def is_free(self, dialled: str) -> bool:
        """Tell whether this is reached whatever is barred: help, or the operator's hotline."""
        return self.is_emergency(dialled) or self.written(dialled) in self.hotlines

    def is_emergency(self, dialled: str) -> bool:
        """Tell whether this is help (3GPP TS 22.101, 10.1)."""
        number = self._read(dialled)
        return number is not None and number.kind is NumberKind.EMERGENCY

    def is_international(self, dialled: str) -> bool:
        """Tell whether the call leaves the country."""
        number = self._read(dialled)
        return number is not None and number.is_abroad

    def written(self, dialled: str) -> str:
        """Return the number as records have it, with the carrier of an IP call."""
        return self._plan.normal(dialled)

    def international_form(self, dialled: str) -> str:
        """Return whom it reaches, as the network knows subscribers: country code, no plus."""
        number = self._read(dialled)
        return dialled if number is None else number.digits

    def _read(self, dialled: str) -> Number | None:
        return self._plan.read(dialled)
