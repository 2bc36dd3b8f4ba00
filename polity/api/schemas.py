"""Shapes of what is sent and answered, as JSON Schema; what comes in is checked by the same schema."""

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, NamedTuple, Union, get_args, get_origin

from polity.acts import Act
from polity.register.forms import PersonId, SubjectId, UnitId, hints

type Schema = dict[str, Any]

LONGEST = 100_000  # letters in a text
LARGEST = 2**31 - 1
YEARS = (1000, 2999)  # years in which days are asked for

ID: Schema = {
    "type": "string",
    "pattern": "^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$",
    "description": "An id, such as 3F7K-9QWE-2ZXM.",
}
UNIT: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 80,
    "description": "A unit by its code, such as MOS-012, or by its id.",
}
DAY: Schema = {"type": "string", "format": "date", "description": "A day, such as 1923-04-15."}
TEXT: Schema = {"type": "string", "maxLength": LONGEST}
WHOLE: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
ANYTHING: Schema = {}


def choice(*values: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(values)}


def opt(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else schema


def many(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


def table(schema: Schema) -> Schema:
    """An object whose names are not known beforehand."""
    return {"type": "object", "additionalProperties": schema}


def obj(**properties: Schema) -> Schema:
    """An object with exactly these."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def page_of(schema: Schema) -> Schema:
    """A page of a list, and where it goes on."""
    return obj(items=many(schema), next=opt(TEXT))


class Complaint(NamedTuple):
    """What cannot be read: in which field, and why."""

    field: str
    says: str


def of_act(kind: type[Act]) -> Schema:
    """What an act's particulars look like, from its data class; its day of effect is always given.

    Ids of what is new are drawn here and never taken: whether an id is free would tell whether somebody bears it.
    """
    return _of_class(kind, makes=kind.makes)


def _of_class(kind: Any, makes: Sequence[str] = ()) -> Schema:
    declared, asked = hints(kind), [field for field in fields(kind) if field.name not in makes]
    properties = {field.name: _of_hint(declared[field.name]) for field in asked}
    needed = [field.name for field in asked if field.default is MISSING and field.default_factory is MISSING]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _of_hint(hint: Any) -> Schema:
    origin, arms = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return opt(_of_hint(next(arm for arm in arms if arm is not type(None))))
    if hint is UnitId:
        return UNIT
    if hint in (PersonId, SubjectId):
        return ID
    plain: dict[Any, Schema] = {
        date: DAY, bool: YES, str: TEXT, int: {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
    }  # fmt: skip
    if hint in plain:
        return plain[hint]
    if origin is tuple and arms[-1] is not Ellipsis:
        return {"type": "array", "prefixItems": [_of_hint(arm) for arm in arms], "minItems": len(arms),
                "maxItems": len(arms)}  # fmt: skip
    if origin in (tuple, list) or origin is Sequence:
        return {"type": "array", "items": _of_hint(arms[0]), "maxItems": 10_000}
    if is_dataclass(hint):
        return _of_class(hint)
    if origin in (dict, Mapping) or hint is dict:
        return {"type": "object"}
    return ANYTHING


def complaint(schema: Schema, value: Any, where: str = "") -> Complaint | None:
    """What keeps a value from being what the schema says; the first thing that does. None if it is."""
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds is not None and not any(_is(kind, value) for kind in kinds):
        return Complaint(where, f"It should be {' or '.join(SAID[kind] for kind in kinds)}.")
    if "enum" in schema and value not in schema["enum"]:
        return Complaint(where, f"It should be one of: {', '.join(schema['enum'])}.")
    if isinstance(value, str):
        return _of_text(schema, value, where)
    if isinstance(value, float):
        return Complaint(where, "Numbers are whole here; write others as a text.")
    if isinstance(value, int) and not isinstance(value, bool):
        low, high = schema.get("minimum", -(2**53)), schema.get("maximum", 2**53)
        return None if low <= value <= high else Complaint(where, f"It should lie between {low} and {high}.")
    if isinstance(value, list):
        return _of_list(schema, value, where)
    return _of_object(schema, value, where) if isinstance(value, dict) else None


SAID = {
    "string": "a text", "integer": "a whole number", "boolean": "true or false", "array": "a list",
    "object": "an object", "null": "null",
}  # fmt: skip
_KINDS: dict[str, type] = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def _is(kind: str, value: Any) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, _KINDS[kind])


def _of_text(schema: Schema, value: str, where: str) -> Complaint | None:
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value):
        return Complaint(where, "It holds a sign that cannot be kept.")
    if len(value) < schema.get("minLength", 0) or len(value) > schema.get("maxLength", LONGEST):
        longest = schema.get("maxLength", LONGEST)
        return Complaint(where, f"It should have {schema.get('minLength', 0)} to {longest} letters.")
    if "pattern" in schema and not re.fullmatch(schema["pattern"].strip("^$"), value):
        return Complaint(where, "It should be an id: twelve letters and digits, such as 3F7K-9QWE-2ZXM.")
    if schema.get("format") == "date" and not _is_day(value):
        return Complaint(where, f"It should be a day of the years {YEARS[0]} to {YEARS[1]}, such as 1923-04-15.")
    return None


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and YEARS[0] <= date.fromisoformat(value).year <= YEARS[1]
    except ValueError:
        return False


def _of_list(schema: Schema, value: list[Any], where: str) -> Complaint | None:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10_000):
        return Complaint(where, "It has too few or too many items.")
    first = schema.get("prefixItems", [])
    for at, item in enumerate(value):
        of = first[at] if at < len(first) else schema.get("items", ANYTHING)
        if (found := complaint(of, item, f"{where}[{at}]")) is not None:
            return found
    return None


def _of_object(schema: Schema, value: dict[str, Any], where: str) -> Complaint | None:
    own: Mapping[str, Schema] = schema.get("properties", {})
    rest = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            return Complaint(_below(where, name), "It is needed, and it is not given.")
    for name, item in value.items():
        if (found := _of_text({"maxLength": 200}, name, _below(where, "name"))) is not None:
            return found
        if name not in own and rest is False:
            return Complaint(_below(where, name), "There is nothing of this name here.")
        of = own.get(name, rest if isinstance(rest, dict) else ANYTHING)
        if (found := complaint(of, item, _below(where, name))) is not None:
            return found
    return None


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
