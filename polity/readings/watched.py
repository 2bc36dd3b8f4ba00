"""What an indicator stands at: the answer to its question on a day, over the whole organisation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from polity.readings.census import Question, Unanswerable, census, tenths
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.release import SMALLEST
from polity.register.watching import Watched, reached

type Value = Fraction | int | None


def value(house: House, watched: Watched, *, on: date, scope: Scope | None = None) -> Value:
    """What is watched, on a day: people, or thousandths of the whole.

    Counted  people of the whole organisation, whoever asks, as the census counts them; `scope` names a part of it
    None     nobody is counted by it but people report it; or the group, the whole or what is left of the whole is of
             fewer than ten people, so that its size stays their own; or its question cannot be answered on that day
    """
    if watched.asks is None:
        return None
    counted_in = scope or Scope(day=on, whole=True)

    def counted() -> Value:
        try:
            return _counted(house, watched, on, counted_in)
        except Unanswerable:  # a field that is no longer declared: the page says that there is no figure
            return None

    found: Value = kept(house, ("watched", on, str(watched.asks), watched.measure), counted, scope=counted_in)
    return found


def _counted(house: House, watched: Watched, on: date, scope: Scope) -> Value:
    both = _both(watched.where, watched.of)
    part = _people(house, both, on, scope) if all(both.values()) else 0
    if part < SMALLEST:
        return None
    if watched.measure == "count":
        return part
    whole = _people(house, watched.of, on, scope)
    if 0 < whole - part < SMALLEST:
        return None
    return Fraction(part * 1000, whole)


def _people(house: House, where: Mapping[str, Sequence[str]], on: date, scope: Scope) -> int:
    return census(house, Question(on=on, where=where), scope=scope).total


def _both(where: Mapping[str, Sequence[str]], of: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Those of the whole who are counted: a dimension that both name must have a value that both name."""
    met = {name: [one for one in values if one in where.get(name, values)] for name, values in of.items()}
    return {**where, **met}


def course(
    house: House, watched: Watched, *, days: Iterable[date], scope: Scope | None = None
) -> list[tuple[date, Value]]:
    """The values of several days, in their order."""
    return [(day, value(house, watched, on=day, scope=scope)) for day in days]


def told_on(on: date, scope: Scope) -> date:
    """The day of whose figures a reader is told: the day itself, for whoever sees everybody; else the month's first.

    Were everybody told each day's figures, what changed from one day to the next would tell of single people. Of days
    after the reader's today there is no figure: then it is today's.
    """
    known = min(on, scope.day)
    return known if scope.whole else known.replace(day=1)


def shown(watched: Watched, value: Value) -> str:
    """A value as people read it: 42,310 people are "42,310", 431 thousandths "43.1 per cent"; empty for none."""
    if value is None:
        return ""
    return f"{tenths(Fraction(value) / 10)} per cent" if watched.measure == "per_mille" else f"{int(value):,}"


def plain(value: Value) -> str | int | None:
    """A value as JSON shows it: people, or thousandths with one decimal as a text, for a share is no whole number."""
    return tenths(value) if isinstance(value, Fraction) else value


__all__ = ["Value", "Watched", "course", "plain", "reached", "shown", "told_on", "value"]
