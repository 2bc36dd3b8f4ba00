"""What the subjects say when something stands in the way, a module a subject, each with its WORDS."""

from importlib import import_module
from pkgutil import iter_modules

from polity.words.wording import Words


def everything() -> dict[str, Words]:
    """The words of all subjects, by code. A code that two subjects word is a fault of the program."""
    found: dict[str, Words] = {}
    for one in sorted(iter_modules(__path__), key=lambda module: module.name):
        words: dict[str, Words] = import_module(f"{__name__}.{one.name}").WORDS
        if twice := found.keys() & words.keys():
            raise ValueError(f"Worded twice: {', '.join(sorted(twice))}.")
        found |= words
    return found
