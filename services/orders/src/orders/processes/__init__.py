"""One file per process. A file that exists here is a process the company offers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from kernel.errors import NotFound
from orders.ordering.domain.process import AnyProcess, Asked, Channel, Opener, Role
from orders.ordering.domain.verification import V9

CATALOGUE: Mapping[str, AnyProcess] = {
    module.name: import_module(f"{__name__}.{module.name}").PROCESS
    for module in iter_modules(__path__)
}
"""Every form whole, with what is only offered where an operator switches it on."""


def offered(
    *, on: Collection[str] = (), off: Collection[str] = (), face: Collection[str] = ()
) -> Mapping[str, AnyProcess]:
    """
    Return the forms as this operator offers them.

    `on` and `off` name ways of asking: `termination/hall/agent`; of those in `face` the holder's
    face is checked, too (V9 beside V1). A name that is none is a ValueError: a switch nobody hears
    would be believed.
    """
    ways = {way_of(form, way) for form in CATALOGUE.values() for way in form.ways}
    if unknown := sorted({*on, *off, *face} - ways):
        raise ValueError(f"{unknown[0]} is no way to ask for a process.")
    seen = {
        way_of(form, way) for form in CATALOGUE.values() for way in form.ways if shows_face(way)
    }
    if unseen := sorted({*face} - seen):
        raise ValueError(f"No holder's face is seen where somebody asks by {unseen[0]}.")

    def is_on(form: AnyProcess, opener: Opener) -> bool:
        if not isinstance(opener, Asked):
            return True
        name = way_of(form, opener)
        return name not in off and (name in on or not opener.unless_switched_on)

    def asked(form: AnyProcess, opener: Opener) -> Opener:
        if not isinstance(opener, Asked) or way_of(form, opener) not in face:
            return opener
        return replace(opener, proofs=opener.proofs | V9)

    return {
        name: replace(
            form,
            opened_by=tuple(asked(form, one) for one in form.opened_by if is_on(form, one)),
            binds=any(way.role is Role.GUARDIAN for way in form.ways),
        )
        for name, form in CATALOGUE.items()
    }


def shows_face(way: Asked) -> bool:
    """Tell whether whoever asks this way is the holder, where a face can be seen."""
    return way.role is Role.HOLDER and way.channel in {Channel.HALL, Channel.APP, Channel.KIOSK}


def way_of(form: AnyProcess, way: Asked) -> str:
    """Return what the settings call a way of asking for a process."""
    return f"{form.name}/{way.name}"


def finder(forms: Mapping[str, AnyProcess]) -> Callable[[str], AnyProcess]:
    """Return who finds a form by its name, or raises `NO_SUCH_PROCESS`."""

    def process(name: str) -> AnyProcess:
        try:
            return forms[name]
        except KeyError:
            sentence = f"We do not offer {name!r}."
            raise NotFound("NO_SUCH_PROCESS", sentence, field="process") from None

    return process


process = finder(offered())
"""Finds a process as it is offered where nothing is switched."""
