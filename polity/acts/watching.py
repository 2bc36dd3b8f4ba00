"""What may be watched: a question to the census that can be answered, with a bound that it can keep."""

from collections.abc import Iterator, Mapping
from typing import Any

from polity.register.register import Register
from polity.register.watching import MEASURES, SIDES, asked, choices
from polity.words.objections import Objection, objection


def watchable(
    register: Register,
    *,
    where: Mapping[str, Any] | None,
    of: Mapping[str, Any] | None,
    measure: str,
    bound: int | None,
    side: str,
) -> Iterator[Objection]:
    """What stands in the way of watching a figure. Without `where` and `of`, people report the value.

    where, of  dimensions with their values, as people type them: whom it counts, and of whom a share is taken
    """
    for name, value, known in (("measure", measure, MEASURES), ("side", side, SIDES)):
        if value not in known:
            yield objection("field.value", field=name, value=value, expected=", ".join(known))
    if bound is not None and bound < 0:
        yield objection("count.positive", count=bound)
    if measure == "per_mille" and bound is not None and bound > 1000:
        yield objection("watched.share", bound=bound)
    asks = asked(where, of)
    if asks is None:
        return
    if not asks["where"]:
        yield objection("watched.nobody")
    if (measure == "per_mille") != bool(asks["of"]):
        yield objection("watched.of" if measure == "per_mille" else "watched.count")
    known_values = choices(register)
    for part in ("where", "of"):
        for name, values in asks[part].items():
            if name not in known_values:
                yield objection("watched.dimension", dimension=name, known=tuple(sorted(known_values)))
                continue
            for value in values:
                if known_values[name] and value not in (*known_values[name], "unknown"):
                    yield objection("field.value", field=name, value=value, expected=", ".join(known_values[name]))


def reported(counted: bool, value: int | None) -> Iterator[Objection]:
    """People report a value only where the register does not count it itself."""
    if value is not None and value < 0:
        yield objection("count.positive", count=value)
    if value is not None and counted:
        yield objection("watched.counted")
