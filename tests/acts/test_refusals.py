"""Every reason for which an act is refused, each offered once to a league that does not change."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from polity.acts import (
    Act,
    Authority,
    Refused,
    admission,
    correction,
    enact,
    membership,
    offices,
    organisation,
    people,
    record,
    release,
    statutes,
    units,
)
from polity.postgres.database import Database
from polity.postgres.migrate import migrate
from polity.register.batch import Batch, Contacts, Facts, Offices, People, Places, Spells, Sponsors, UnitRecord
from polity.words.objections import OBJECTIONS
from polity.words.said import general
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, RULES, SOUTH, League

NOBODY, NOWHERE, GONE, CELL, ENDING, EMPTY, TERM, POST = 2999, 1999, 2998, 1004, 1005, 1006, 3001, 3002
NEW = 9001
DAY, PAST = date(2025, 3, 1), date(2024, 6, 1)


def settled(league: League) -> None:
    """Anna is a member in South and its treasurer; Boris has applied; Clara is a candidate; David is released."""
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.enact(people.Record(on=date(2023, 1, 1), person=GONE, unit=SOUTH, family="Gould", given="G"))
    league.enact(people.EraseAct(on=PAST, person=GONE, grounds="asked"))
    league.candidate(CLARA, date(2025, 1, 1))
    league.enact(admission.Apply(on=PAST, person=BORIS, application=3003))
    league.enact(admission.Sponsor(on=PAST, person=BORIS, sponsor=ANNA))
    league.enact(people.Assign(on=PAST, person=BORIS, contact=ANNA))
    league.enact(people.Amend(on=PAST, person=ANNA, facts={"months_owed": 4}))
    league.enact(membership.Transfer(on=PAST, member=DAVID, receiving=SOUTH, transfer=3004))
    league.enact(offices.Appoint(on=PAST, term=TERM, office="treasurer", unit=SOUTH, person=ANNA))
    for unit, code, tier, parent in ((CELL, "NC", "cell", NORTH), (ENDING, "E", "branch", CENTRE),
                                     (EMPTY, "O", "branch", CENTRE)):  # fmt: skip
        found = units.Found(on=PAST, unit=unit, title=code, tier=tier, kind="office", code=code, parent=parent)
        league.enact(found)
    league.enact(units.Dissolve(on=date(2026, 1, 1), unit=ENDING))
    league.enact(organisation.Declare(on=PAST, kind="post", label="Post"))
    league.enact(people.Declare(on=PAST, subject=POST, kind="post", label="Porter", unit=EMPTY))


@pytest.fixture(scope="module")
def lasting(leagues: Callable[[], AbstractContextManager[League]]) -> Iterator[League]:
    with leagues() as league:
        settled(league)
        yield league


def found(**changed: Any) -> Act:
    fields = {"unit": NEW, "title": "T", "tier": "branch", "kind": "office", "code": "T", "parent": CENTRE}
    return units.Found(on=DAY, **(fields | changed))


def declared(**changed: Any) -> Act:
    return organisation.Declare(on=DAY, **({"kind": "person", "label": "x", "field": "x", "options": {}} | changed))


def recorded(**changed: Any) -> Act:
    fields = {"person": NEW, "unit": NORTH, "family": "New", "given": "N"}
    return people.Record(on=changed.pop("on", DAY), **(fields | changed))


def transferred(member: int, receiving: int, on: date = DAY, transfer: int = NEW) -> Act:
    return membership.Transfer(on=on, member=member, receiving=receiving, transfer=transfer)


def corrected(**changed: Any) -> Act:
    return correction.Correct(on=DAY, **({"person": ANNA, "since": date(2023, 1, 1), "grounds": "seen"} | changed))


def decided(**changed: Any) -> Act:
    return admission.Decide(on=DAY, **({"person": BORIS, "present": 5, "votes_for": 5} | changed))


def appointed(**changed: Any) -> Act:
    fields = {"term": NEW, "office": "secretary", "unit": SOUTH, "person": ANNA}
    return offices.Appoint(on=changed.pop("on", DAY), **(fields | changed))


def published(count: int) -> Act:
    return release.PublishFigures(
        on=DAY, release=NEW, title="T", question={}, figures={"rows": [{"count": count}]}, known=1
    )


REFORM = "statute: rules\nreform: r\n"
CASES: list[tuple[str, Act, list[str]]] = [
    ("a person nobody recorded", transferred(NOBODY, NORTH), ["person.none"]),
    ("a second organisation", organisation.Found(on=DAY, organisation="Two", tiers=()), ["organisation.founded"]),
    ("a kind that every register has", declared(kind="person", field=None), ["kind.known"]),
    ("an attribute of no kind", declared(kind="ship"), ["kind.none"]),
    ("an attribute of no type", declared(type="colour"), ["field.value"]),
    ("an attribute written with capitals", declared(field="Big"), ["field.value"]),
    ("an attribute named like a word of SQL", declared(field="order"), ["field.reserved"]),
    ("an attribute named like a column", declared(field="standing"), ["field.reserved"]),
    ("an attribute of another type", declared(field="sex"), ["field.clash"]),
    ("a code that loses a value", declared(field="sex", type="code", options={"values": ["male"]}), ["field.narrowed"]),
    ("a unit founded twice", found(unit=NORTH), ["unit.known"]),
    ("a code borne already", found(code="N"), ["unit.code"]),
    ("a tier there is not", found(tier="planet"), ["unit.tier"]),
    ("a second root", found(parent=None), ["unit.root"]),
    ("a unit under none that stands", found(parent=EMPTY, tier="branch"), ["unit.order"]),
    ("a unit under one that ends", found(parent=ENDING, tier="cell"), ["unit.ends"]),
    ("a unit with an attribute there is not", found(facts={"x": 1}), ["field.none"]),
    ("a unit renamed before it stands", units.Rename(on=date(2024, 1, 1), unit=CELL, title="T"),
     ["unit.none", "unit.later"]),
    ("a code taken over", units.Rename(on=DAY, unit=SOUTH, title="T", code="N"), ["unit.code"]),
    ("a unit renamed on the day it was founded", units.Rename(on=PAST, unit=CELL, title="T"), ["unit.later"]),
    ("a unit moved below itself", units.Move(on=DAY, unit=NORTH, parent=CELL), ["unit.cycle", "unit.order"]),
    ("a unit moved under one of its tier", units.Move(on=DAY, unit=NORTH, parent=SOUTH), ["unit.order"]),
    ("units merged into one of them", units.Merge(on=DAY, units=(SOUTH,), into=SOUTH), ["unit.cycle"]),
    ("no units merged", units.Merge(on=DAY, units=(), into=SOUTH), ["unit.few"]),
    ("a unit merged with its own child", units.Merge(on=DAY, units=(NORTH, CELL), into=SOUTH), ["unit.nested"]),
    ("a unit merged that ends", units.Merge(on=DAY, units=(ENDING,), into=SOUTH), ["unit.later"]),
    ("a unit merged on a day before people came", units.Merge(on=date(2022, 6, 1), units=(NORTH,), into=SOUTH),
     ["unit.later", "record.later", "unit.later"]),
    ("the root split", units.Split(on=DAY, unit=CENTRE, new=NEW, title="T", code="T"), ["unit.root"]),
    ("a split that takes strangers", units.Split(on=DAY, unit=NORTH, new=NEW, title="T", code="T", people=(ANNA,)),
     ["unit.listed"]),
    ("a unit with people dissolved", units.Dissolve(on=DAY, unit=SOUTH), ["unit.people", "unit.transfers"]),
    ("a unit with units below dissolved", units.Dissolve(on=DAY, unit=NORTH),
     ["unit.people", "unit.children", "unit.transfers"]),
    ("a unit with posts dissolved", units.Dissolve(on=DAY, unit=EMPTY), ["unit.subjects"]),
    ("somebody recorded twice", recorded(person=ANNA), ["person.known"]),
    ("somebody recorded nowhere", recorded(on=date(2018, 1, 1)), ["unit.none"]),
    ("somebody recorded where it ends", recorded(unit=ENDING), ["unit.ends"]),
    ("a value there is not", recorded(facts={"sex": "?"}), ["field.value"]),
    ("a day that is none", recorded(facts={"born": "2025-W01-1"}), ["field.value"]),
    ("a number out of its range", recorded(facts={"months_owed": 601}), ["field.value"]),
    ("a sign no database keeps", recorded(family="A\0"), ["text.letters"]),
    ("half a sign", recorded(facts={"workplace": "\ud800"}), ["text.letters"]),
    ("facts of before a later change", people.Amend(on=date(2023, 6, 1), person=ANNA, facts={"sex": "female"}),
     ["record.later"]),
    ("somebody erased twice", people.EraseAct(on=DAY, person=GONE, grounds="x"), ["person.erased"]),
    ("a contact who is no member", people.Assign(on=DAY, person=BORIS, contact=GONE), ["contact.member"]),
    ("a contact on an earlier day", people.Assign(on=date(2024, 5, 1), person=BORIS, contact=ANNA), ["contact.later"]),
    ("a contact for a member", people.Assign(on=DAY, person=ANNA, contact=DAVID), ["standing.is"]),
    ("a subject declared twice",
     people.Declare(on=DAY, subject=POST, kind="post", label="x", unit=NORTH), ["subject.known"]),
    ("a subject of no kind", people.Declare(on=DAY, subject=NEW, kind="ship", label="x", unit=NORTH), ["kind.none"]),
    ("a subject that is a person", people.AmendSubject(on=DAY, subject=ANNA, facts={}), ["subject.none"]),
    ("a member who applies", admission.Apply(on=DAY, person=ANNA, application=NEW), ["standing.is"]),
    ("a second application", admission.Apply(on=DAY, person=BORIS, application=NEW), ["application.open"]),
    ("an application under an id that is taken", admission.Apply(on=DAY, person=GONE, application=TERM), ["id.known"]),
    ("an application before the first day", admission.Apply(on=date(2022, 1, 1), person=BORIS, application=NEW),
     ["standing.none", "application.open"]),
    ("a decision on no application", decided(person=ANNA), ["application.none"]),
    ("a confirmation before the decision", admission.Confirm(on=DAY, person=BORIS), ["application.state"]),
    ("a decision before the application", admission.Withdraw(on=date(2024, 5, 1), person=BORIS), ["application.early"]),
    ("more votes than people", decided(present=4), ["present.quorum"]),
    ("fewer than no votes", decided(votes_against=-1), ["count.positive"]),
    ("a decision against", decided(votes_for=2, votes_against=3), ["decision.against"]),
    ("a recommendation of oneself", admission.Sponsor(on=DAY, person=ANNA, sponsor=ANNA), ["person.self"]),
    ("a recommendation by no member", admission.Sponsor(on=DAY, person=BORIS, sponsor=CLARA), ["sponsor.member"]),
    ("a second recommendation", admission.Sponsor(on=DAY, person=BORIS, sponsor=ANNA), ["sponsor.twice"]),
    ("a recommendation on an earlier day", admission.Sponsor(on=date(2024, 5, 1), person=BORIS, sponsor=ANNA),
     ["sponsor.twice"]),
    ("a candidate too early", admission.Promote(on=DAY, person=CLARA), ["article"]),
    ("a sympathiser promoted", admission.Promote(on=DAY, person=BORIS), ["standing.is"]),
    ("a period prolonged by nothing", admission.Extend(on=DAY, person=CLARA, months=0, grounds="x"),
     ["count.positive"]),
    ("a period prolonged for ever", admission.Extend(on=DAY, person=CLARA, months=999, grounds="x"), ["field.value"]),
    ("a transfer to where one is", transferred(BORIS, NORTH), ["unit.same"]),
    ("a transfer to a unit that ends", transferred(BORIS, ENDING), ["unit.ends"]),
    ("a second transfer", transferred(DAVID, CENTRE), ["transfer.open"]),
    ("a transfer of one in arrears", transferred(ANNA, NORTH), ["article"]),
    ("a transfer under an id that is taken", transferred(BORIS, SOUTH, transfer=TERM), ["id.known"]),
    ("nothing to acknowledge", membership.Receive(on=DAY, member=ANNA), ["transfer.none"]),
    ("acknowledged before it was released", membership.Receive(on=date(2024, 5, 1), member=DAVID), ["transfer.early"]),
    ("a change before another", membership.Leave(on=date(2022, 6, 1), person=ANNA),
     ["record.later", "office.begins"]),
    ("somebody who takes up an office later", membership.Leave(on=date(2024, 5, 1), person=ANNA), ["office.begins"]),
    ("exclusion without grounds", membership.Exclude(on=DAY, person=ANNA, grounds=" "), ["record.grounds"]),
    ("a member readmitted", membership.Readmit(on=DAY, person=ANNA, unit=NORTH), ["standing.is"]),
    ("an office held already", appointed(office="treasurer"), ["office.held"]),
    ("an office held later", appointed(office="treasurer", on=date(2024, 5, 1)), ["office.held"]),
    ("an office for a candidate", appointed(person=CLARA), ["standing.is"]),
    ("an office for a stranger", appointed(person=NOBODY), ["standing.none"]),
    ("a term that ends before it begins", appointed(until=date(2025, 2, 1)), ["record.days"]),
    ("a term under an id that is taken", appointed(term=TERM), ["id.known"]),
    ("no such term", offices.End(on=DAY, term=NEW), ["office.none"]),
    ("a term that does not run yet", offices.End(on=PAST, term=TERM), ["office.over"]),
    ("a correction without grounds", corrected(grounds=""), ["record.grounds"]),
    ("a correction of no spell", corrected(since=date(2020, 1, 1)), ["record.spell"]),
    ("a correction into another spell", corrected(new_since=date(2022, 6, 1)), ["record.overlap"]),
    ("a correction to before its beginning", corrected(new_until=date(2022, 6, 1)), ["record.days"]),
    ("a correction to a unit that ends", corrected(new_since=date(2024, 7, 1), unit=ENDING), ["unit.ends"]),
    ("a correction to a unit not yet founded", corrected(unit=CELL), ["unit.none"]),
    ("a correction to no standing", corrected(standing="friend"), ["field.value"]),
    ("a text adopted twice", statutes.Adopt(on=DAY, statute="rules", text=RULES.read_text()),
     ["statute.known", "statute.faulty", "statute.faulty"]),
    ("a text that says nothing", statutes.Adopt(on=DAY, statute="more", text="statute"), ["statute.faulty"]),
    ("a reform without a majority",
     statutes.Enacted(on=DAY, statute="rules", text=RULES.read_text(), votes_for=1, votes_against=1),
     ["statute.votes", "statute.known", "statute.faulty", "statute.faulty"]),
    ("a small group published", published(3), ["release.small"]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "codes"), [pytest.param(act, codes, id=name) for name, act, codes in CASES])
def test_an_act_is_refused_for(lasting: League, act: Act, codes: list[str]) -> None:
    assert [found.plain()["code"] for found in lasting.examine(act)] == codes  # plain() words each of them


@dataclass(frozen=True, kw_only=True)
class Unheard(Act):
    """An act that no statute knows."""

    name = "unheard.of"


def competence(league: League) -> dict[str, tuple[Act, Authority, list[str]]]:
    leave, confirm = membership.Leave(on=DAY, person=ANNA), admission.Confirm(on=DAY, person=BORIS)
    return {
        "nobody named": (leave, league.by(None), ["competence.unnamed"]),
        "another office": (leave, league.by("cook"), ["competence.office"]),
        "another branch": (leave, league.by(unit=NORTH), ["competence.scope"]),
        "a unit that does not stand": (leave, league.by(unit=NOWHERE), ["unit.none"]),
        "too low a tier": (confirm, league.by(unit=NORTH), ["competence.tier"]),
        "an office that somebody else holds": (leave, league.by(person=BORIS), ["competence.not_held"]),
        "an office beside the founder's": (
            people.EraseAct(on=DAY, person=ANNA, grounds="x"), league.by(), ["competence.founder"]
        ),
        "no article": (Unheard(on=DAY), league.by(), ["competence.no_article"]),
    }  # fmt: skip


def test_whoever_is_not_competent_learns_that_and_nothing_else(lasting: League) -> None:
    cases = competence(lasting)
    assert {name: lasting.codes(act, by) for name, (act, by, _) in cases.items()} == {
        name: codes for name, (_, _, codes) in cases.items()
    }


def batched(**groups: Any) -> Act:
    return record.AsFound(on=DAY, batch=Batch("rows", **groups))


def spells(person: int, *stretches: tuple[date, date | None], unit: int = NORTH, standing: str = "member") -> Spells:
    size = len(stretches)
    since = [stretch[0] for stretch in stretches]
    until = [stretch[1] for stretch in stretches]
    return Spells([person] * size, [unit] * size, [standing] * size, since, until, since, [None] * size)


JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)
ONE = People([NEW], ["New"], ["N"], [""])
ROWS: list[tuple[str, Act, str]] = [
    ("somebody known", batched(people=People([ANNA], ["A"], ["A"], [""])), OBJECTIONS["person.known"].says),
    ("a sign no database keeps", batched(people=People([NEW], ["\0"], ["A"], [""])),
     "name holds a sign that cannot be kept: U+0000."),
    ("a place known", batched(places=Places([POST], ["post"], ["x"], [NORTH], [JUNE], [None])),
     OBJECTIONS["subject.known"].says),
    ("a stranger", batched(spells=spells(NEW, (JUNE, None))),
     "There is no person 0000-0000-08S9 on the register."),
    ("two spells on a day", batched(people=ONE, spells=spells(NEW, (JUNE, None), (JULY, None))),
     "Two spells of 0000-0000-08S9 hold the same day: one ends on no day, the next begins on 2023-07-01."),
    ("a spell that ends first", batched(people=ONE, spells=spells(NEW, (JULY, JUNE))),
     "A stretch of days ends on 2023-06-01, before it begins on 2023-07-01."),
    ("a unit not yet there", batched(people=ONE, spells=spells(NEW, (JUNE, None), unit=CELL)),
     "The unit 0000-0000-00ZC does not stand on 2023-06-01."),
    ("no such standing", batched(people=ONE, spells=spells(NEW, (JUNE, None), standing="friend")),
     "standing: “friend” is not among what can be recorded: sympathiser, candidate, member, former."),
    ("two sets of facts",
     batched(people=ONE, facts=Facts([NEW] * 2, ["person"] * 2, [JUNE, JULY], [None] * 2, ["{}"] * 2)),
     "Two sets of facts hold the same day: one ends on 9999-12-31, the next begins on 2023-07-01."),
    ("a fact there is not", batched(people=ONE, facts=Facts([NEW], ["person"], [JUNE], [None], ['{"sex":"?"}'])),
     "sex: “?” is not among what can be recorded: female, male."),
    ("somebody who recommends themselves", batched(people=ONE, sponsors=Sponsors([NEW], [NEW], [JUNE])),
     "0000-0000-08S9 cannot do this for themselves."),
    ("a contact that ends first", batched(people=ONE, contacts=Contacts([NEW], [ANNA], [JULY], [JUNE])),
     "A stretch of days ends on 2023-06-01, before it begins on 2023-07-01."),
    ("a holder nobody recorded", batched(offices=Offices([1], ["cook"], [NORTH], [NOBODY], [JUNE], [None])),
     "There is no person 0000-0000-02XQ on the register."),
]  # fmt: skip


@pytest.mark.parametrize(("act", "says"), [pytest.param(act, says, id=name) for name, act, says in ROWS])
def test_a_batch_is_refused_for(lasting: League, act: Act, says: str) -> None:
    assert [(found.code, found.says.partition(": ")[2]) for found in lasting.examine(act)] == [("batch.row", says)]


def test_units_as_found_are_refused_row_by_row(lasting: League) -> None:
    def row(
        unit: int, since: date, until: date | None, code: str, parent: int | None, tier: str = "branch"
    ) -> UnitRecord:
        return UnitRecord(unit, since, until, "n", "office", tier, parent, code, "{}")

    batch = [
        row(NORTH, JUNE, None, "x1", CENTRE),
        row(11, JUNE, None, "N", CENTRE),
        row(12, JUNE, None, "x2", CENTRE, "planet"),
        row(13, JULY, JUNE, "x3", CENTRE),
        row(14, JUNE, None, "x4", NOWHERE),
        row(15, JUNE, None, "x5", 16),
        row(16, JUNE, None, "x6", 15),
        row(17, JUNE, None, "x7", CENTRE),
        row(17, JULY, None, "x8", CENTRE),
    ]
    found = lasting.examine(record.UnitsAsFound(on=DAY, label="units", units=batch))
    assert sorted(objection.says.partition(" (")[0] for objection in found) == [
        f"units, row {at}" for at in (1, 2, 3, 4, 5, 6, 7, 9)
    ]


def test_nothing_but_its_founding_is_done_before_an_organisation_is_founded(dsn: str, league: League) -> None:
    migrate(dsn)
    empty = Database(dsn)
    with pytest.raises(Refused) as refused:
        enact(membership.Leave(on=DAY, person=ANNA), by=league.by(), database=empty)
    empty.close()
    assert [objection.code for objection in refused.value.objections] == ["organisation.none"]


def test_every_code_has_a_case(lasting: League) -> None:
    met = {code for _, _, codes in CASES for code in codes}
    met |= {code for _, _, codes in competence(lasting).values() for code in codes}
    elsewhere = {
        "organisation.none", "batch.row", "facts.overlap",  # above
        "key.other", "register.kept", "article.undecided", "statute.back",  # in test_enact
    }  # fmt: skip
    assert sorted(set(general.WORDS) - met) == sorted(elsewhere)
