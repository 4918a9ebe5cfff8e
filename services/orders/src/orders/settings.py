"""The knobs of orders; read only by bootstrap."""

from pydantic import Field

from runtime.settings.service_settings import ServiceSettings


class OrdersSettings(ServiceSettings):
    """Environment, prefix `BOSS_`; seconds are of the machine's clock."""

    lease_seconds: float = Field(default=15.0, gt=0)
    """For how long whoever carries an order on may be silent before another takes it."""
    pause_seconds: float = Field(default=0.5, gt=0)
    """After no answer, before the same is asked again."""
    answer_margin_seconds: float = Field(default=0.3, gt=0)
    """How long before its deadline a call is answered with the order as it stands."""
    compare_seconds: float = Field(default=3600.0, gt=0)
    """Between two comparisons of the levels wanted with the stops."""
    ways_on: tuple[str, ...] = ()
    """Ways of asking that are offered beside the usual ones, such as `termination/hall/agent`."""
    ways_off: tuple[str, ...] = ()
    """Ways of asking that are not offered here."""
