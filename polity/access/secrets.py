"""Secrets that are shown once and kept as digests: invitations and links."""

import re
from hashlib import sha256
from os import urandom
from secrets import token_urlsafe

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def secret() -> str:
    """A new secret of 256 random bits, as it stands in a link."""
    return token_urlsafe(32)


def digest(text: str) -> str:
    """What is kept of a secret. Nobody can go back from it."""
    return sha256(text.strip().encode()).hexdigest()


def looks_like_one(text: str) -> bool:
    """Whether a text can be a secret at all."""
    return SECRET.fullmatch(text.strip()) is not None


def drawn(size: int) -> bytes:
    """So many random bytes, from the system."""
    return urandom(size)
