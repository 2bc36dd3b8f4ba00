"""What whoever serves tells the pages of the door: where letters go, and who may found an organisation."""

from dataclasses import dataclass
from threading import Lock

from django.core.exceptions import ImproperlyConfigured

from polity.access.links import Letters
from polity.access.secrets import digest


@dataclass(frozen=True)
class Gate:
    """An organisation may be founded, once, by whoever knows the secret with this digest."""

    expected: str
    founding: Lock


_letters: Letters | None = None
_gate: Gate | None = None


def use(letters: Letters | None) -> None:
    """Name the letters that the pages send from now on."""
    global _letters
    _letters = letters


def letters() -> Letters:
    """The letters that the pages send."""
    if _letters is None:
        raise ImproperlyConfigured("The pages have nowhere to send letters. Start them with `polity serve`.")
    return _letters


def sends() -> bool:
    """Whether letters can be sent at all."""
    return _letters is not None


def found_by(secret: str | None) -> None:
    """Let whoever knows a secret found the organisation; None where there is one."""
    global _gate
    _gate = None if secret is None else Gate(digest(secret), Lock())


def gate() -> Gate | None:
    """Where an organisation may be founded; None where there is one."""
    return _gate
