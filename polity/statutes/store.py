"""The law in force: the texts that acts have adopted, compiled once for each state of them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from polity.register.register import Register
from polity.statutes import Law, Pilot, read


@lru_cache(maxsize=16)
def _compiled(texts: tuple[tuple[str, str], ...]) -> Law:
    documents = [document for name, text in texts for document in read(text, name=name)]
    return Law.of(documents)


def law_of(texts: Sequence[tuple[str, str]]) -> Law:
    """Compile texts, given with their names in the order of adoption. Raises Faulty."""
    return _compiled(tuple(texts))


_LAWS: dict[str, Law] = {}
_MOST = 64  # laws kept by their digest


def adopted(register: Register) -> Law:
    """The law as all texts adopted so far make it; which part of it holds on a day is the law's own question.

    The texts are fetched once: after that their digest, which the database reckons, says that they are the same.
    """
    digest = register.statutes_digest()
    if digest not in _LAWS:
        if len(_LAWS) >= _MOST:
            _LAWS.clear()
        _LAWS[digest] = law_of(register.statutes())
    return _LAWS[digest]


def within(register: Register, subject: int, kind: str, *, at: date) -> Callable[[Pilot], bool]:
    """Whether a subject's home lies in the units of a trial, on the day on which the trial froze its map."""

    def decides(pilot: Pilot) -> bool:
        day = pilot.frozen_at or at
        if kind == "person":
            spell = register.spell(subject, on=day)
            home = spell.unit if spell else None
        else:
            place = register.place(subject, on=day)
            home = place.unit if place else None
        return home is not None and any(above.code in pilot.units for above in register.ancestors(home, on=day))

    return decides
