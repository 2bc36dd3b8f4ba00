"""The rules that a resolution made: whether they are in force, since when, and until when, as the law says."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from polity.statutes import Faulty, Law, read
from polity.statutes.documents import Reform
from polity.statutes.records import Episode


class Ruling(NamedTuple):
    """A reform as it stands on a day.

    state    not_yet, in_force, lapsed (its term is over), or replaced (nothing of it holds any more)
    until    the first day on which nothing of it holds, as the law now stands; None where there is no such day
    touches  the clauses, parameters and acts that it changed
    units    the units of a trial; empty for everybody
    """

    reform: str
    title: str
    state: str
    since: date
    until: date | None
    touches: tuple[str, ...]
    units: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "reform": self.reform,
            "title": self.title,
            "state": self.state,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "touches": list(self.touches),
            "units": list(self.units),
        }


def rulings(law: Law, text: str | None, *, on: date) -> list[Ruling]:
    """How the reforms of a text stand on a day. Empty for a text that the law does not hold."""
    named = _reforms(text) if text is not None else frozenset()
    adopted = [one for one in law.documents if isinstance(one, Reform) and one.name in named]
    return [_ruling(law, one, on) for one in adopted]


@lru_cache(maxsize=256)
def _reforms(text: str) -> frozenset[str]:
    """The names of the reforms in a text; none for a text that cannot be read."""
    try:
        return frozenset(one.name for one in read(text, name="resolution") if isinstance(one, Reform))
    except Faulty:
        return frozenset()


def _ruling(law: Law, reform: Reform, on: date) -> Ruling:
    touches = tuple(dict.fromkeys(_touches(reform)))
    until = _until(reform, [end for name in touches for end in _ends(reform, law.history(name))])
    if on < reform.since:
        state = "not_yet"
    elif reform.until is not None and on >= reform.until:
        state = "lapsed"
    elif until is not None and on >= until:
        state = "replaced"
    else:
        state = "in_force"
    units = reform.pilot.units if reform.pilot else ()
    return Ruling(reform.name, reform.title or reform.name, state, reform.since, until, touches, units)


def _touches(reform: Reform) -> Iterator[str]:
    for operation in reform.operations:
        yield operation.new.id if operation.new else operation.clause or operation.target
    for rule in reform.sections.rules.values():
        yield from (clause.id for clause in rule.clauses)
    yield from reform.sections.params
    yield from (power.act for power in reform.sections.powers)


def _ends(reform: Reform, episodes: list[Episode]) -> Iterator[date | None]:
    """When each thing that the reform put into the law ends: by itself, or because a later one holds in its place."""
    for own in episodes:
        if own.reform != reform.name:
            continue
        later = (
            each.since
            for each in episodes
            if own.kind in ("param", "competence")  # clauses carry their own end, whatever takes them away
            and (each.kind, each.name, each.until, each.units) == (own.kind, own.name, None, ())
            and each.reform != own.reform
            and each.since is not None
            and (own.since is None or each.since >= own.since)
        )
        yield min((day for day in (own.until, *later) if day is not None), default=None)


def _until(reform: Reform, ends: list[date | None]) -> date | None:
    """The end of the last thing that the reform put into the law; of one that only takes away, its own end."""
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else reform.until
