"""Read plain values (from JSON, a form or a command line) into the types that acts and changes declare."""

import json
import types
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from typing import Any, NewType, Union, cast, get_args, get_origin, get_type_hints

from polity.words import ids

PersonId = NewType("PersonId", int)
UnitId = NewType("UnitId", int)
SubjectId = NewType("SubjectId", int)


class Unreadable(ValueError):
    """A value that cannot be read as what it should be. `says` is for the person who wrote it."""

    def __init__(self, field: str, value: Any, expected: str, says: str = "") -> None:
        self.field, self.value, self.expected = field, value, expected
        self.says = says or f"{field}: “{value}” is not {expected}."
        super().__init__(self.says)


@cache
def hints(kind: Hashable) -> Mapping[str, Any]:
    """The declared types of a data class, resolved."""
    return get_type_hints(kind)


def build[T](kind: type[T], values: Mapping[str, Any]) -> T:
    """Make a data class from plain values. Unknown and missing names are said plainly."""
    declared = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for name in values:
        if name not in declared:
            raise Unreadable(name, values[name], "asked for", says=f"{name} is not among its particulars.")
    read = {name: value_of(hints(cast(Hashable, kind))[name], name, value) for name, value in values.items()}
    for name, field in declared.items():
        if name not in read and field.default is MISSING and field.default_factory is MISSING:
            raise Unreadable(name, "", "given", says=f"{name} is needed, and it is not given.")
    return kind(**read)


def value_of(hint: Any, name: str, value: Any) -> Any:
    """Read one value by its declared type."""
    if get_origin(hint) in (Union, types.UnionType):
        if value is None or value == "":
            return None
        return value_of(next(arm for arm in get_args(hint) if arm is not type(None)), name, value)
    if hint in (PersonId, UnitId, SubjectId):
        return _id(name, value)
    if hint is date:
        return _day(name, value)
    if hint is int:
        return _whole(name, value)
    if hint is bool:
        return _yes_or_no(name, value)
    if hint is str:
        return str(value)
    return _nested(hint, name, value)


def _nested(hint: Any, name: str, value: Any) -> Any:
    origin, arms, given = get_origin(hint), get_args(hint), value
    if isinstance(value, str) and (origin in (tuple, list, dict) or hint is dict):
        value = _json(name, value)
    if origin in (tuple, list):
        if not isinstance(value, (list, tuple)):
            raise Unreadable(name, given, "a list")
        if origin is tuple and arms[-1] is not Ellipsis:
            return tuple(value_of(arm, name, item) for arm, item in zip(arms, value, strict=True))
        return tuple(value_of(arms[0], name, item) for item in value)
    if origin is dict or hint is dict:
        if not isinstance(value, Mapping):
            raise Unreadable(name, given, "a list of names with values, as JSON or as name=value,name=value")
        return dict(value)
    if isinstance(value, Mapping) and isinstance(hint, type):
        return build(hint, value)
    return value


def _json(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        if "=" in value and not value.lstrip().startswith(("{", "[")):
            pairs = (part.partition("=") for part in value.split(","))
            return {key.strip(): text.strip() for key, _, text in pairs}
        return [part.strip() for part in value.split(",") if part.strip()]


def _id(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = ids.read(str(value))
    if number is None:
        raise Unreadable(name, value, "an id: twelve letters and digits, such as 3F7K-9QWE-2ZXM")
    return number


def _day(name: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Unreadable(name, value, "a day; write it as 1923-04-15") from None


def _whole(name: str, value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise Unreadable(name, value, "a whole number") from None


def _yes_or_no(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        raise Unreadable(name, value, "yes or no") from None
