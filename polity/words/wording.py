"""The wording of what stands in the way: the fact with its numbers, then the remedy and who can do it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The wording of an objection; `{name}` is filled from its data."""

    says: str
    remedy: str
