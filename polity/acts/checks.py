"""Impediments that many acts share: each says one thing that is not so."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from polity.register import meetings, open_questions, resolutions
from polity.register.register import Register
from polity.register.rows import Field, Spell
from polity.words.objections import Objection, objection


def written(**texts: str | None) -> Iterator[Objection]:
    """What people will read is not left empty; None stands for what stays as it was."""
    for name, text in texts.items():
        if text is not None and not text.strip():
            yield objection("field.value", field=name, value=text, expected="a text that is not empty")


def person_known(register: Register, person: int) -> Iterator[Objection]:
    """The register holds the person."""
    if register.kind_of(person) != "person":
        yield objection("person.none", person=person)


def unit_stands(register: Register, unit: int, *, on: date) -> Iterator[Objection]:
    """The unit stands on the day."""
    if not register.stands(unit, on=on):
        yield objection("unit.none", unit=unit, on=on)


def unit_stands_on(register: Register, unit: int, *, on: date) -> Iterator[Objection]:
    """The unit stands on the day and no end of it is on record, so that it can take in what has no end either."""
    until = register.stands_until(unit, since=on)
    if until == on:
        yield objection("unit.none", unit=unit, on=on)
    elif until is not None:
        yield objection("unit.ends", unit=unit, until=until)


def id_free(register: Register, number: int) -> Iterator[Objection]:
    """No other record bears the id that this act would give."""
    if register.taken(number) or any(
        kept.id_taken(register, number) for kept in (meetings, resolutions, open_questions)
    ):
        yield objection("id.known")


def cited(register: Register, meeting: int | None, unit: int, *, on: date) -> Iterator[Objection]:
    """A meeting that an act rests on is one of the unit, held on or before the day. None cites no meeting."""
    if meeting is None:
        return
    found = meetings.meeting(register, meeting)
    if found is None or found.unit != unit:
        yield objection("meeting.elsewhere", unit=unit)
    elif found.state != "held":
        yield objection(f"meeting.{found.state}", day=found.day)
    elif found.day > on:
        yield objection("meeting.ahead", day=found.day)


def in_standing(register: Register, person: int, *, on: date, needed: tuple[str, ...]) -> Iterator[Objection]:
    """The person has one of the standings on the day, and nothing later is on record."""
    spell = register.spell(person, on=on)
    if spell is None:
        yield objection(
            "standing.none" if register.kind_of(person) == "person" else "person.none", person=person, on=on
        )
        return
    if spell.standing not in needed:
        yield objection("standing.is", person=person, standing=spell.standing, on=on, needed=needed)
    yield from nothing_later(register, spell, on=on)


def nothing_later(register: Register, spell: Spell, *, on: date) -> Iterator[Objection]:
    """No change of the person's standing is on record after that day. Of several on one day the last one counts."""
    latest = register.latest_day(spell.person)
    if latest is not None and latest > on:
        yield objection("record.later", person=spell.person, latest=latest)


def values_fit(fields: Mapping[str, Field], kind: str, values: Mapping[str, Any]) -> Iterator[Objection]:
    """Each value is one that its field can hold. None stands for unknown and always fits."""
    for name, value in values.items():
        if name not in fields:
            yield objection("field.none", kind=kind, field=name, known=tuple(fields))
        elif value is not None and not fits(fields[name], value):
            yield objection("field.value", field=name, value=value, expected=expected(fields[name]))


def fits(field: Field, value: Any) -> bool:
    """Whether a plain value is one that a field can hold."""
    if field.type == "code":
        return value in field.options.get("values", [])
    if field.type == "bool":
        return isinstance(value, bool)
    if field.type == "date":
        return isinstance(value, str) and _is_day(value)
    if field.type in ("int", "money", "subject"):
        low, high = field.options.get("range", [-(2**62), 2**62])
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    if field.type == "list":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str) and len(value) <= 1000


def tier_order(register: Register, tier: str, above: str) -> Iterator[Objection]:
    """A unit of one tier may stand under one of the other: tiers are in order from the top down."""
    tiers = list((register.organisation() or ("", {}))[1].get("tiers", []))
    if tier in tiers and above in tiers and tiers.index(above) >= tiers.index(tier):
        yield objection("unit.order", tier=tier, above=above)


def expected(field: Field) -> str:
    """What a field can hold, in words."""
    if field.type == "code":
        return ", ".join(map(str, field.options.get("values", [])))
    if field.type in ("int", "money") and "range" in field.options:
        return "a whole number from {} to {}".format(*field.options["range"])
    return {
        "bool": "yes or no", "date": "a day, written as 1890-03-04", "int": "a whole number",
        "money": "a whole number of the smallest coin", "subject": "the id of a subject", "list": "a list of words",
    }.get(field.type, "a text of up to 1,000 letters")  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text  # week dates and the like are days to Python alone
    except ValueError:
        return False


def coerced(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as typed at a command line or read from a file, turned into what their fields hold where they can be."""
    return {name: _coerced(fields.get(name), value) for name, value in values.items()}


def _coerced(field: Field | None, value: Any) -> Any:
    if field is None or not isinstance(value, str):
        return value
    if value == "":
        return None
    if field.type in ("int", "money", "subject"):
        return int(value) if value.lstrip("-").isdecimal() else value
    if field.type == "bool":
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(value.lower(), value)
    if field.type == "list":
        return [part.strip() for part in value.split(";") if part.strip()]
    return value
