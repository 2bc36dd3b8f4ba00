"""Rows about what is on the register already: the acts that would make them true, all examined first."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polity.acts import Act, Authority, examine
from polity.acts.people import Amend
from polity.imports.faults import Fault, cut
from polity.readings.house import House
from polity.register.forms import PersonId
from polity.register.register import Register
from polity.statutes import store

if TYPE_CHECKING:
    from polity.imports.examining import Examination
    from polity.imports.units import Plan

NAMES = ("family", "given", "middle")


@dataclass(frozen=True)
class Planned:
    """An act that makes a row true, with the row's line and the columns that it changes."""

    line: int
    columns: Sequence[str]
    act: Act


def people(found: "Examination", house: House, by: Authority) -> list[Fault]:
    """Plan an amendment for each row that differs, and say what stands in its way."""
    for rows in found.desk.stream(
        "SELECT line, person, day, family, given, middle, facts, columns FROM differs ORDER BY line"
    ):
        for line, person, day, family, given, middle, facts, columns in rows:
            said = json.loads(facts)
            names = any(name in columns for name in NAMES)
            amended = Amend(
                on=day,
                person=PersonId(person),
                facts={name: said[name] for name in columns if name not in NAMES},
                family=family if names else None,
                given=given if names else None,
                middle=middle if names else None,
            )
            found.acts.append(Planned(line, columns, amended))
    return list(_objections(found.acts, house, by))


def units(plan: "Plan", house: House, by: Authority) -> list[Fault]:
    """Say what stands in the way of renaming and moving units as a file has them."""
    return list(_objections(plan.changes, house, by))


def _objections(planned: Sequence[Planned], house: House, by: Authority) -> Iterator[Fault]:
    if not planned:
        return
    with house.database.acting() as cursor:
        register = Register(cursor)
        law = store.adopted(register)
        for one in planned:
            for objection in examine(one.act, by=by, register=register, law=law):
                article = f" (Article {objection.article})" if objection.article else ""
                says = cut_sentence(objection.says + article)
                yield Fault(one.line, cut(one.columns[0]), "act", "", f"{says}\x1f{objection.remedy}")


def cut_sentence(text: str) -> str:
    """A sentence without the mark that parts it from its remedy."""
    return text.replace("\x1f", " ")
