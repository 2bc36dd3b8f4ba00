"""One way to write a value as bytes, so that a digest of it means something."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """Turn a value of the kernel into JSON's own kinds: days as ISO text, data classes as objects.

    Fractions and decimals are written as text. A float is refused: the kernel has none.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> bytes:
    """Write a value as canonical JSON: sorted keys, no spaces, UTF-8."""
    return _ENCODE(plain(value)).encode()
