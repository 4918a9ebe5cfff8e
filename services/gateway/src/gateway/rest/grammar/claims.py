"""What a body says about who sends it: it may repeat the token, and never contradict it.

Channel, role, who acts and for which customer are known by the token alone. A body that says them,
too, is looked at before anything else is: what is passed over in silence would be believed.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed

Check = Callable[[Any, Caller, str], None]
_BY_ID, _BY_NAME_TOO = ("id",), ("id", "name")
NOT_OURS = "This is not what your token says: leave it out."


def check_claims(body: Mapping[str, Any], actor: Caller, *, besides: Collection[str] = ()) -> None:
    """Let pass what agrees with the token; `besides` names what is said of a thing here.

    Raises `CONTRADICTS_TOKEN`, `NOT_YOURS` or `FIELD_NOT_VALID`, with the field.
    """
    for name, check in CLAIMS.items():
        said = body.get(name)
        if name in besides or said in (None, [], {}):
            continue
        if said == "" and name in OF_WHO_ASKS:
            raise Invalid("FIELD_NOT_VALID", f"{name} is empty: leave it out.", field=name)
        if said != "":
            check(said, actor, name)


def repeats_token(name: str, said: Any) -> bool:
    """Tell whether this says who asks, once `check_claims` has let it pass."""
    if name not in OF_WHO_ASKS:
        return False
    every = said if isinstance(said, list) else [said]
    by = _BY_NAME_TOO if name in _CHANNELS else _BY_ID
    return all(not isinstance(one, dict) or any(map(one.get, by)) for one in every)


def _channel(said: Any, actor: Caller, field: str) -> None:
    """A channel, as a word or as TM Forum's objects with an id or, without one, a name."""
    for value, where in _words(said, field, by=_BY_NAME_TOO):
        if value != actor.channel:
            raise NotAllowed("CONTRADICTS_TOKEN", NOT_OURS, field=where)


def _role(said: Any, actor: Caller, field: str) -> None:
    for value, where in _words(said, field):
        if value not in actor.roles:
            raise NotAllowed("CONTRADICTS_TOKEN", NOT_OURS, field=where)


def _person(said: Any, actor: Caller, field: str) -> None:
    """Who acts: the name in the token or, of a customer, their id."""
    for value, where in _words(said, field):
        if value not in {actor.id, actor.customer_id}:
            raise NotAllowed("CONTRADICTS_TOKEN", NOT_OURS, field=where)


def _staff(said: Any, actor: Caller, field: str) -> None:
    if said is not actor.staff:
        raise NotAllowed("CONTRADICTS_TOKEN", NOT_OURS, field=field)


def _customer(said: Any, actor: Caller, field: str) -> None:
    """Whose: staff serve everybody, a customer only themselves; a payer is nobody's customer."""
    if actor.staff or not actor.customer_id:
        return
    for value, where in _words(said, field):
        if value not in {actor.customer_id, actor.id}:
            raise NotAllowed("NOT_YOURS", "This belongs to somebody else.", field=where)


def _party(said: Any, actor: Caller, field: str) -> None:
    """Related parties: a customer is whose it is; those who act are who is signed in."""
    for party in said if isinstance(said, list) else [said]:
        if not isinstance(party, dict):
            raise Invalid("FIELD_NOT_VALID", f"{field} is not a list of objects.", field=field)
        role = party.get("role")
        check = _person if isinstance(role, str) and role.lower() in ACTING else _customer
        check(party, actor, field)


def _words(said: Any, field: str, *, by: tuple[str, ...] = _BY_ID) -> Iterator[tuple[str, str]]:
    """Return each word said and where it stands, of objects all of `by` there are.

    An object that has none of them says nothing. Raises `FIELD_NOT_VALID` for what is no word.
    """
    for word in said if isinstance(said, list) else [said]:
        told = [(word, field)]
        if isinstance(word, dict):
            names = [name for name in by if word.get(name) not in (None, "")]
            told = [(word[name], f"{field}.{name}") for name in names]
        for value, where in told:
            if not isinstance(value, str):
                raise Invalid("FIELD_NOT_VALID", f"{where} is not a string.", field=where)
            yield value, where


ACTING = frozenset(
    {"requestor", "requester", "approver", "operator", "clerk", "agent", "salesagent", "seller",
     "dealer", "author", "actor", "staff", "collector"}
)  # fmt: skip
"""Roles of related parties who do something; all others are whom it is done for."""
_ACTORS = (
    "actor", "actorId", "actingAs", "operator", "operatorId", "requestor", "requester", "clerk",
    "approver", "approvedBy", "askedBy", "decidedBy", "collectedBy", "authorizedBy", "sub",
)  # fmt: skip
_CHANNELS = ("channel", "channelId", "channel_id", "paymentChannel", "payment_channel")
OF_WHO_ASKS = frozenset({*_CHANNELS, *_ACTORS, "role", "roles", "staff"})
"""What only repeats the token; the others say whom something is done for."""
CLAIMS: Mapping[str, Check] = {
    **dict.fromkeys(_CHANNELS, _channel),
    **dict.fromkeys(("role", "roles"), _role),
    **dict.fromkeys(_ACTORS, _person),
    "staff": _staff,
    **dict.fromkeys(("customerId", "customer_id", "customer", "payer"), _customer),
    "relatedParty": _party,
}
"""What a body may say about who sends it, by its name at the top of the body."""
