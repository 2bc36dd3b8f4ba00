"""Files in: each examined as a whole, every row with its fate, before anything is entered."""

from polity.imports.entering import Entered, enter
from polity.imports.examining import Examination, examined
from polity.imports.faults import Fault
from polity.imports.limits import Limits

__all__ = ["Entered", "Examination", "Fault", "Limits", "enter", "examined"]
