"""What is wrong with the text of a reform: asked alike when it is drafted, decided and adopted."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from polity.register.facts import derived
from polity.register.register import Register
from polity.statutes import Fault, Faulty, Reform, Statute, read, store
from polity.statutes.undecidable import left_undecidable
from polity.words.objections import Objection, objection

DRAFT = "the draft"  # where a fault lies that is in the text itself
# Faults that lie between the reform and other texts: they may be gone by the day of the decision.
MENDABLE = ("reform.collides", "reform.overrides", "reform.after", "reform.twice", "reform.circle")


class Looked(NamedTuple):
    """A text that was looked through.

    reform    the reform, where the text holds one and nothing else
    cannot    why it cannot be meant as it is written: it is refused as a draft
    may_mend  what keeps it from being decided as things stand, and may still be mended
    """

    reform: Reform | None
    cannot: tuple[Objection, ...] = ()
    may_mend: tuple[Objection, ...] = ()


def said(fault: Fault) -> Objection:
    """A fault of a text as an objection, with its place."""
    at = f", line {fault.line}" if fault.line else ""
    says = f"{fault.where}{at}: {fault.says}".removeprefix(", ").removeprefix(": ")
    return objection("statute.faulty", says=says, remedy=fault.remedy, line=fault.line, column=fault.column)


def understood(register: Register, name: str, text: str) -> tuple[list[Statute | Reform], list[Fault]]:
    """The documents of a text, and what is wrong with them by themselves and beside the law adopted so far."""
    try:
        documents = read(text, name=name)
    except Faulty as faulty:
        return [], faulty.faults
    try:
        store.law_of([*register.statutes(), (name, text)])
    except Faulty as faulty:
        return documents, faulty.faults
    return documents, []


def looked_through(register: Register, text: str, *, on: date) -> Looked:
    """Look through the text of one reform that would be adopted on a day."""
    documents, faults = understood(register, DRAFT, text)
    if not documents and faults:
        return Looked(None, tuple(map(said, faults)))
    if len(documents) != 1 or not isinstance(documents[0], Reform):
        return Looked(None, (objection("reform.one", count=len(documents)),))
    reform = documents[0]
    cannot = tuple(said(fault) for fault in faults if fault.code not in MENDABLE)
    may_mend = [said(fault) for fault in faults if fault.code in MENDABLE]
    if any(name == reform.name for name, _ in register.statutes()):
        may_mend = [objection("statute.known", name=reform.name)]
    may_mend += beside_the_law(register, reform, on=on)
    if not faults:
        may_mend += _undecidable(register, reform, (DRAFT, text))
    return Looked(reform, cannot, tuple(may_mend))


def beside_the_law(register: Register, reform: Reform, *, on: date) -> Iterator[Objection]:
    """A reform reaches into no day before its adoption, and names units that stand."""
    if reform.since < on:
        yield objection("statute.back", adopted=on, since=reform.since)
    if reform.pilot is not None:
        day = reform.pilot.frozen_at or reform.since
        for code in reform.pilot.units:
            if register.unit_by_code(code, on=day) is None:
                yield objection("reform.unit", code=code, on=day)


def _undecidable(register: Register, reform: Reform, text: tuple[str, str]) -> Iterator[Objection]:
    texts = register.statutes()
    before, after = store.law_of(texts), store.law_of([*texts, text])
    kinds = register.kinds()
    for subject in after.subjects():
        absent: list[str] = []
        if subject in kinds:
            recorded = {**register.fields(subject), **derived(subject)}
            facts = after.facts(subject)
            absent = [name for name, fact in facts.items() if name not in recorded and fact.missing is None]
        for rule in left_undecidable(before, after, subject, at=reform.since, absent=absent):
            names = [name for name in after.reads([rule], subject) if name in absent]
            yield objection("reform.undecidable", rule=after.rules(subject)[rule].title or rule, missing=names)


def adoptable(register: Register, name: str, text: str, *, on: date) -> Iterator[Objection]:
    """What stands in the way of adopting a text under a name: everything that is wrong with it."""
    if any(known == name for known, _ in register.statutes()):
        yield objection("statute.known", name=name)
    documents, faults = understood(register, name, text)
    yield from map(said, faults)
    if faults:
        return
    if not documents:
        says = f"{name}: The text holds neither a statute nor a reform."
        remedy = "Begin it with statute: NAME, or with reform: NAME."
        yield objection("statute.faulty", says=says, remedy=remedy, line=0, column=0)
    for document in documents:
        if isinstance(document, Reform):
            yield from beside_the_law(register, document, on=on)
            yield from _undecidable(register, document, (name, text))
