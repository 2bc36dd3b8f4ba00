"""Texts that would run as a script wherever one of them is put up unescaped, in every particular that takes a text."""

import dataclasses
import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from polity.acts import ACTS, Act, Authority, Refused, enact, people
from polity.postgres.database import Database
from polity.register.forms import PersonId
from polity.register.rows import Field
from polity.trust.twins import RECORDED, Doing
from polity.trust.world import World

SPARED = frozenset({("consent.declare", "purpose"), ("consent.give", "purpose")})  # by which further acts find them
MARK = "__p"  # of the variables that a payload would set
RUNS = re.compile(rf"<script>window\.{MARK}|<img src=x{MARK}")  # in a page: a payload stands there unescaped


def payload(number: int) -> str:
    """A text that closes whatever it may stand in: an attribute, an element, a script, an address, a template."""
    run = f"window.{MARK}{number}=1"
    return (
        f"javascript:{run}//\"'><script>{run}</script><img src=x{MARK}{number} onerror={run}>{{{{7*7}}}}{{%{number}%}}"
    )


def seen(body: str) -> set[int]:
    """The numbers of the payloads that stand in a page, escaped or not."""
    return {int(number) for number in re.findall(rf"window\.{MARK}(\d+)=1//", html.unescape(body))}


class Poisoning(Doing):
    """Enters acts with a payload in every text that takes one; `taken` and `refused` name the particulars."""

    def __init__(self, world: World, database: Database, today: date, seed: str) -> None:
        super().__init__(world, database, today, seed)
        self.number = 0
        self.taken: dict[tuple[str, str], int] = {}
        self.refused: set[tuple[str, str]] = set()

    def __call__(self, act: Act, office: str | None, unit: int | None, person: int | None = None) -> None:
        by = Authority("account", RECORDED, self.random.randbytes, office, unit, person)
        names = [one for one in texts(type(act)) if (act.name, one) not in SPARED]
        together = [one for one in names if (act.name, one) not in self.refused]
        for tried in (together, *([one] for one in together), []):
            poisoned = {name: self._next(act.name, name) for name in tried}
            try:
                enact(dataclasses.replace(act, **poisoned), by=by, database=self.database)
            except Refused:
                if len(tried) == 1:
                    self.refused.add((act.name, tried[0]))
                continue
            for name in tried:
                self.taken[act.name, name] = self.number
                self.refused.discard((act.name, name))
            self.entered += 1
            break  # what is refused whatever it says does not happen here

    def _next(self, act: str, name: str) -> str:
        self.number += 1
        return payload(self.number)


def texts(kind: type[Act]) -> list[str]:
    """The particulars of an act that are texts."""
    return [one.name for one in dataclasses.fields(kind) if str(one.type) in ("str", "str | None", str(str))]


def facts(do: Poisoning, fields: dict[str, Field], person: int, unit: int, officer: int) -> Iterator[str]:
    """Put a payload into everything that is known of a person as a text."""
    known = [name for name, field in fields.items() if field.type == "text"]
    values: dict[str, Any] = {name: do._next("person.amend", name) for name in known}
    by = Authority("account", RECORDED, do.random.randbytes, "secretary", unit, officer)
    details = {name: do._next("person.contact", name) for name in ("email", "phone", "post")}
    acts: list[Act] = [
        people.Amend(on=do.today, person=PersonId(person), facts={name: value}) for name, value in values.items()
    ]
    acts += [
        people.Contact(on=do.today + timedelta(0), person=PersonId(person), details={name: value})
        for name, value in details.items()
    ]
    for act in acts:
        try:
            enact(act, by=by, database=do.database)
        except Refused:
            yield act.name


def all_texts() -> set[tuple[str, str]]:
    """Every particular of every act that is a text."""
    return {(name, one) for name, kind in ACTS.items() for one in texts(kind)}
