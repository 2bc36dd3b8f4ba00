"""What stands in the way of an act, in words: the fact with its numbers, then the remedy and who can do it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from polity.words import ids
from polity.words.said import everything
from polity.words.wording import Words


@dataclass(frozen=True)
class Objection:
    """One thing that stands in the way of an act.

    code     what kind of objection it is; `OBJECTIONS` words it
    data     the facts of the case, with their numbers
    article  the article of the statutes it rests on, if it rests on one
    """

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    article: str | None = None

    @property
    def says(self) -> str:
        """What stands in the way."""
        return _filled(OBJECTIONS[self.code].says, self.data)

    @property
    def remedy(self) -> str:
        """What can be done about it, and by whom."""
        return _filled(OBJECTIONS[self.code].remedy, self.data)

    def plain(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {
            "code": self.code,
            "article": self.article,
            "says": self.says,
            "remedy": self.remedy,
            "data": {name: _shown(name, value) for name, value in self.data.items()},
        }


def objection(code: str, article: str | None = None, /, **data: Any) -> Objection:
    """Make an objection from its code and the facts of the case."""
    return Objection(code, data, article)


_IDS = {"person", "unit", "subject", "sponsor", "contact", "parent", "receiving", "sending", "holder", "home", "other"}


def _shown(name: str, value: Any) -> Any:
    if name in _IDS and isinstance(value, int):
        return ids.show(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_shown(name, item) for item in value]
    return value


def _filled(text: str, data: Mapping[str, Any]) -> str:
    shown = {name: _shown(name, value) for name, value in data.items()}
    return text.format(**{n: ", ".join(map(str, v)) if isinstance(v, list) else v for n, v in shown.items()})


OBJECTIONS: Mapping[str, Words] = everything()
