"""The admission desk: how somebody's way in stands, what the articles say of its next step, and what is due when."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from polity.readings.cases import SOON, coming
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.people import At
from polity.register import admission as desk
from polity.register.facts import of_person
from polity.register.naming import called_last
from polity.register.register import Register
from polity.register.remembering import Remembering
from polity.register.rows import Application, Spell
from polity.statutes import Law, Verdict, store
from polity.words import names

CANDIDATE, MEMBER, TIER = "may_become_candidate", "may_become_member", "confirmation_tier"
RENEWED = "recommendations_renewed"
HORIZON = 366 * 5  # days ahead that the law is asked on
TERM = "application_days"  # the parameter of the statutes that says within how many days the branch decides
LISTED = 200
AHEAD = 6  # steps of halving for which facts are fetched together


class Ask(NamedTuple):
    """Somebody whom the reader is asked to recommend: their name, and nothing else of them is shown."""

    asked: int
    person: int  # for the act of answering; no page shows it
    name: str
    since: date
    named: bool  # asked by name; else whoever was given the code


class Line(NamedTuple):
    """A clause that is not met: what it says, what would do, and the first day on which it is met by itself."""

    article: str
    says: str
    remedy: str
    day: date | None


class Foreseen(NamedTuple):
    """What a rule says of somebody on a day, and from which day it would say yes if nothing else changed."""

    rule: str
    title: str
    outcome: bool | None
    lines: Sequence[Line]
    missing: Sequence[str]
    would: Sequence[str]  # single changes that would alter it
    day: date | None


class Tier(NamedTuple):
    """The tier that confirms, by which article, in its words."""

    tier: str
    article: str | None
    says: str


class Way(NamedTuple):
    """Everything that the desk shows of one person's way in."""

    person: int
    name: str
    spell: Spell | None
    unit: At | None
    application: Application | None  # the latest, open or not
    meetings: Sequence[desk.Meeting]
    asked: Sequence[tuple[desk.Asked, str]]  # with the sponsor's name, where the reader may see them
    sponsors: Sequence[tuple[str, date]]  # a name, or empty for somebody outside the reader's scope
    refusals: Sequence[desk.Refusal]
    appeals: Sequence[desk.Appeal]
    rules: Sequence[Foreseen]
    tier: Tier | None


class Item(NamedTuple):
    """Somebody who waits for something, since when, and until when it is due."""

    what: str
    key: int
    person: int
    name: str
    at: At
    since: date
    due: date | None


def asked_of(house: House, *, scope: Scope, code: int | None = None) -> list[Ask]:
    """Those whom the reader is asked to recommend; with a code, the one whom that code is about, or nobody.

    Counted  questions that wait, of applications that are open; they are asked across branches
    """
    with house.register(scope=scope) as register:
        register.cursor.execute("SELECT * FROM polity_asked(%s)", [code])
        return [
            Ask(row[0], row[1], names.full(row[2], row[3], row[4]), row[5], row[6])
            for row in register.cursor.fetchall()
        ]


def way(house: House, person: int, *, on: date, scope: Scope, brief: bool = False) -> Way | None:
    """The way in of a person, as of a day. None for nobody and for whoever lies outside the scope, alike.

    brief  without what the articles say of the next step, for whoever does not show it
    """
    with house.register(scope=scope) as snapshot:
        register = Remembering(snapshot)
        spell = register.spell(person, on=on) or register.spell(person, on=scope.day)
        if register.kind_of(person) != "person" or spell is None:
            return None
        application = desk.latest_application(register, person)
        asked = desk.asked_for(register, application.application) if application else []
        given = _sponsors(register, person, on)
        sponsors = [*(one.sponsor for one in asked if one.sponsor is not None), *(who for who, _ in given)]
        known = register.names([person, *sponsors])
        rules, tier = ([], None) if brief else _foretold(register, person, spell, application, on)
        return Way(
            person,
            known.get(person, ""),
            spell,
            _at(register, spell.unit, on),
            application,
            desk.meetings(register, application.application) if application else [],
            [(one, known.get(one.sponsor or 0, "")) for one in asked],
            [(known.get(who, ""), since) for who, since in given],
            desk.refusals(register, person),
            desk.appeals(register, person),
            rules,
            tier,
        )


def _sponsors(register: Register, person: int, on: date) -> list[tuple[int, date]]:
    register.cursor.execute(
        "SELECT sponsor, lower(valid) FROM sponsor WHERE person = %s AND valid @> %s ORDER BY 2, 1", [person, on]
    )
    return [(int(row[0]), row[1]) for row in register.cursor.fetchall()]


def _at(register: Register, unit: int, on: date) -> At | None:
    found = register.unit(unit, on=on)
    return At(found.name, found.code) if found else None


class _Case:
    """Somebody's case under the law on any day. Facts of days that may be asked for are fetched together."""

    def __init__(self, register: Register, law: Law, person: int, rules: Sequence[str], applied: date) -> None:
        self.register, self.law, self.person, self.applied = register, law, person, applied
        self._reads = {rule: law.reads([rule], "person") for rule in rules}
        self._facts: dict[date, dict[str, Any]] = {}

    def fetch(self, days: Iterable[date]) -> None:
        """Fetch the facts of days on which the case will be asked about, as far as they are not there yet."""
        missing = [day for day in dict.fromkeys(days) if day not in self._facts]
        if missing:
            wanted = dict.fromkeys(name for names in self._reads.values() for name in names)
            self._facts |= of_person(self.register, self.person, days=missing, wanted=wanted)

    def foresee(self, low: date, high: date) -> None:
        """Fetch the days that halving a stretch comes upon next, unless its middle is there."""
        if _middle(low, high) not in self._facts:
            self.fetch(_halves(low, high))

    def on(self, rule: str, day: date) -> dict[str, Any]:
        """What the law is given to decide a rule on a day."""
        self.fetch([day])
        facts = self._facts[day]
        return {
            "facts": {name: facts[name] for name in self._reads[rule]},
            "at": day,
            "dates": {"decided": day, "applied": self.applied},
            "within": store.within(self.register, self.person, "person", at=day),
        }


def _foretold(
    register: Register, person: int, spell: Spell, application: Application | None, on: date
) -> tuple[list[Foreseen], Tier | None]:
    """What the articles say of the next step, to become a candidate or a member, and which tier confirms it."""
    law = store.adopted(register)
    wanted = {"sympathiser": (CANDIDATE,), "former": (CANDIDATE,), "candidate": (MEMBER, RENEWED)}
    known = law.rules("person")
    rules = [rule for rule in wanted.get(spell.standing, ()) if rule in known]
    of_tier = [TIER] if spell.standing != "candidate" and TIER in known else []
    applied = spell.counted_from if spell.standing == "candidate" else _applied(application, on)
    case = _Case(register, law, person, [*rules, *of_tier], applied)
    marks = [day for day in law.days if on < day < on + timedelta(HORIZON)] + [on + timedelta(HORIZON)]
    case.fetch([on, *marks])
    return [_foreseen(case, rule, on, marks) for rule in rules], _tier(case, on) if of_tier else None


def _applied(application: Application | None, on: date) -> date:
    open_now = application is not None and application.state in ("applied", "decided")
    return application.applied if application is not None and open_now else on


def _foreseen(case: _Case, rule: str, on: date, marks: Sequence[date]) -> Foreseen:
    law = case.law
    now = law.explain(rule, **case.on(rule, on))
    told: dict[date, Verdict] = {on: now.verdict}

    def on_day(day: date) -> Verdict:
        if day not in told:
            told[day] = law.decide(rule, **case.on(rule, day))
        return told[day]

    def met(clause: str) -> Callable[[date], bool]:
        return lambda day: clause not in (*on_day(day).failed, *on_day(day).unknown)

    def first(holds: Callable[[date], bool]) -> date | None:
        return first_day(holds, on, marks, case.foresee)

    lines = [Line(note.id, note.say or note.text, note.remedy, first(met(note.id))) for note in now.failed]
    day = first(lambda day: on_day(day).outcome is True)
    title = law.rules("person")[rule].title
    would = [change.says for change in (now.changes or now.together)][:4]
    return Foreseen(rule, title, now.verdict.outcome, lines, now.verdict.missing, would, day)


def first_day(
    holds: Callable[[date], bool],
    since: date,
    marks: Sequence[date],
    foresee: Callable[[date, date], None] = lambda _low, _high: None,
) -> date | None:
    """The first day from one on on which something holds, by asking on days: between two marks it changes once.

    foresee  is told of every stretch before it is halved
    """
    if holds(since):
        return since
    low = since
    for high in marks:
        if not holds(high):
            low = high
            continue
        while (high - low).days > 1:
            foresee(low, high)
            middle = _middle(low, high)
            low, high = (low, middle) if holds(middle) else (middle, high)
        return high
    return None


def _middle(low: date, high: date) -> date:
    return low + (high - low) // 2


def _halves(low: date, high: date) -> list[date]:
    """The days that halving a stretch can come upon in its next steps, in the order of the steps."""
    found: list[date] = []
    stretches = [(low, high)]
    for _ in range(AHEAD):
        halved = [(low, _middle(low, high), high) for low, high in stretches if (high - low).days > 1]
        found += [middle for _low, middle, _high in halved]
        stretches = [half for low, middle, high in halved for half in ((low, middle), (middle, high))]
    return found


def _tier(case: _Case, on: date) -> Tier | None:
    told = case.law.explain(TIER, **case.on(TIER, on))
    if not isinstance(told.verdict.outcome, str):
        return None
    says = told.decided_by.say if told.decided_by is not None else ""
    return Tier(told.verdict.outcome, told.verdict.clause, says)


# --- what waits ------------------------------------------------------------------------------------------------------


def applications(house: House, state: str | None = None, *, scope: Scope) -> list[Item]:
    """Open applications of a scope (or those in one state), the oldest first, and the day by which each is due.

    due   by the parameter `application_days` of the statutes, if there is one
    """
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT a.state, a.application, a.person, a.unit, a.applied FROM application a"
            " WHERE a.state = ANY(%s) ORDER BY a.applied, a.application LIMIT %s",
            [[state] if state else ["applied", "decided"], LISTED],
        )
        rows = register.cursor.fetchall()
        law = store.adopted(register) if rows else None
        return _items(register, [(*row, _due(law, row[4]) if law else None) for row in rows])


def _due(law: Law, applied: date) -> date | None:
    for episode in reversed(law.history(TERM)):
        if (episode.since is None or episode.since <= applied) and (episode.until is None or applied < episode.until):
            return applied + timedelta(days=int(episode.text)) if episode.text.isdecimal() else None
    return None


def appeals(house: House, *, scope: Scope) -> list[Item]:
    """Appeals that wait in a scope, the oldest first: lodged, or answered by the body that decided."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT state, appeal, person, unit, lodged FROM appeal WHERE state IN ('lodged', 'replied')"
            " ORDER BY lodged, appeal LIMIT %s",
            [LISTED],
        )
        return _items(register, [(*row, None) for row in register.cursor.fetchall()])


def _items(register: Register, rows: Sequence[tuple[str, int, int, int, date, date | None]]) -> list[Item]:
    known = register.names(row[2] for row in rows)
    units = called_last(register, (row[3] for row in rows))
    return [
        Item(what, key, person, known.get(person, ""), At(*units[unit]), since, due)
        for what, key, person, unit, since, due in rows
    ]


def appeal(house: House, number: int, *, scope: Scope) -> tuple[desk.Appeal, str, At | None, At | None] | None:
    """An appeal, the name of whoever appealed, the unit that decided and the one above. None outside the scope."""
    with house.register(scope=scope) as register:
        found = desk.appeal(register, number)
        if found is None:
            return None
        name = register.name(found.person)
        return (
            found,
            names.full(*name) if name else "",
            _at(register, found.unit, scope.day),
            _at(register, found.above, scope.day),
        )


def coming_due(house: House, *, on: date, scope: Scope, most: int = 20) -> list[Item]:
    """The first candidates whose period is served within thirty days, each with the day on which it is.

    The day is asked of the law, day by day on the facts of those days, and kept until something changes.
    """
    soon = coming(house, on=on, scope=scope)[:most]

    def days() -> list[tuple[str, int, int, int, date, date | None]]:
        found = []
        for person, unit in soon:
            # A transaction each: the scope is asked of the first rows of one, and listed whole for those after.
            with house.register(scope=scope) as snapshot:
                register = Remembering(snapshot)
                spell = register.spell(person, on=on)
                if spell is not None:
                    day = _served_on(register, store.adopted(register), person, spell, on)
                    found.append(("candidacy", person, person, unit, spell.counted_from, day))
        return sorted(found, key=lambda row: (row[5] or date.max, row[1]))

    rows = kept(house, ("coming due", on, most), days, scope=scope)
    with house.register(scope=scope) as register:
        return _items(register, rows)


def _served_on(register: Register, law: Law, person: int, spell: Spell, on: date) -> date | None:
    case = _Case(register, law, person, [MEMBER], spell.counted_from)
    case.fetch(on + timedelta(days=ahead) for ahead in range(SOON + 1))
    return first_day(
        lambda day: law.decide(MEMBER, **case.on(MEMBER, day)).outcome is True, on, [on + timedelta(days=SOON)]
    )
