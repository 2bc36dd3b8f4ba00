"""Files in: each examined as a whole, every row with its fate, before anything is entered."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polity.imports.entering import Entered, enter
    from polity.imports.examining import Examination, examined
    from polity.imports.faults import Fault
    from polity.imports.limits import Limits

__all__ = ["Entered", "Examination", "Fault", "Limits", "enter", "examined"]

_IN = {
    "Entered": "entering", "enter": "entering", "Examination": "examining", "examined": "examining",
    "Fault": "faults", "Limits": "limits",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Fetch what is asked for: the process that reads files needs only a part, and starts in no time without it."""
    if name not in _IN:
        raise AttributeError(name)
    return getattr(import_module(f"polity.imports.{_IN[name]}"), name)
