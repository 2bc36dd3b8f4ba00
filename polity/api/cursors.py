"""Where a list goes on: an opaque text, signed, and worth nothing with another question or for another reader."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

SIGNED = 16  # bytes


def written(secret: bytes, question: Mapping[str, Any], place: Mapping[str, Any]) -> str:
    """A place in the answer to a question."""
    told = json.dumps(place, separators=(",", ":"), ensure_ascii=False).encode()
    return urlsafe_b64encode(_sign(secret, question, told) + told).decode().rstrip("=")


def read(secret: bytes, question: Mapping[str, Any], text: str) -> dict[str, Any] | None:
    """The place again. None for a text that was not given for this question.

    >>> place = {"after": [3], "on": "1923-04-15"}
    >>> read(b"key", {"q": 1}, written(b"key", {"q": 1}, place)) == place
    True
    >>> read(b"key", {"q": 2}, written(b"key", {"q": 1}, place)) is None
    True
    """
    try:
        held = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return None
    signature, told = held[:SIGNED], held[SIGNED:]
    if not hmac.compare_digest(signature, _sign(secret, question, told)):
        return None
    place: dict[str, Any] = json.loads(told)
    return place


def _sign(secret: bytes, question: Mapping[str, Any], told: bytes) -> bytes:
    asked = json.dumps(question, sort_keys=True, separators=(",", ":"), default=str).encode()
    held = blake2b(secret, digest_size=32, person=b"polity cursor 1").digest()
    return blake2b(len(asked).to_bytes(8, "big") + asked + told, key=held, digest_size=SIGNED).digest()
