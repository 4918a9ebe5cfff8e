"""The numbering plan of China (电信网编号计划), as the ministry allots numbers."""

from functools import lru_cache

from kernel.numbering_plan import Block, NumberingPlan, NumberKind

_EMERGENCY = ("110", "112", "119", "120", "122")
"""Police, GSM's own, fire, ambulance, traffic accidents (3GPP TS 22.101, 10.1)."""
_MOBILE = tuple(f"1{one}" for one in range(3, 10))
_LOCAL = tuple("2345678")
_IP_CALLS = (
    *("17900", "17901", "17908", "17909", "17910", "17911", "17920", "17921", "17930", "17931"),
    *("17950", "17951", "17960", "17961", "17968", "17969", "17990", "17991"),
    *("12593", "10193", "10131", "11808"),
)

CHINA = NumberingPlan(
    country_code="86",
    trunk="0",
    blocks=(
        *(Block(one, NumberKind.EMERGENCY, 3, 3) for one in _EMERGENCY),
        # No number of North America has a 0 or 1 behind its 1, so these are never abroad.
        Block("10", NumberKind.SERVICE, 3, 20),
        Block("11", NumberKind.SERVICE, 3, 20),
        Block("12", NumberKind.SERVICE, 3, 8),
        # Beijing with its area and without the trunk prefix; with 6 it may be a service provider.
        *(Block(f"10{one}", NumberKind.FIXED, 10, 10) for one in "1234578"),
        Block("106", NumberKind.SERVICE_PROVIDER, 6, 21),
        Block("12520", NumberKind.SERVICE_PROVIDER, 6, 21),
        *(Block(one, NumberKind.MOBILE, 11, 11) for one in _MOBILE),
        # Machines (M2M) have thirteen digits.
        Block("14", NumberKind.MOBILE, 13, 13),
        # What begins like an IP call and leads nowhere; no mobile number begins so.
        Block("179", NumberKind.SERVICE, 5, 20),
        Block("400", NumberKind.SHARED_COST, 10, 10),
        Block("800", NumberKind.FREEPHONE, 10, 10),
        # Nine digits and more are Myanmar and the Maldives to Mongolia.
        Block("95", NumberKind.BUSINESS, 5, 8),
        Block("96", NumberKind.BUSINESS, 5, 8),
        *(Block(one, NumberKind.LOCAL, 7, 8) for one in _LOCAL),
    ),
    areas=(Block("10", NumberKind.FIXED, 10, 10),),
    carriers=_IP_CALLS,
)


@lru_cache(maxsize=64)
def numbering_plan(country_code: str) -> NumberingPlan:
    """Return the plan of a country; of one that nobody wrote down only its code is known."""
    return CHINA if country_code == CHINA.country_code else NumberingPlan(country_code)
