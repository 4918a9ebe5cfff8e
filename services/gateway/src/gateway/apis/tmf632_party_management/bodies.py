"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.records.bodies import PERSON
from gateway.rest.grammar.body_rules import Body

BODIES: Mapping[str, Body] = {
    "Individual": PERSON,
}
