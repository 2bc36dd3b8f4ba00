"""Every operation answers its schema within the key's scope, and tells nothing of the rest of the world."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from polity.acts import (
    admission,
    appeals,
    danger,
    exports,
    meetings,
    membership,
    offices,
    people,
    question,
    reregistration,
    resolution,
    rights,
    units,
)
from polity.api.routing import JSON, OPERATIONS, ROOT, Operation, Undeclared, insist
from polity.api.schemas import complaint
from polity.words import ids
from tests.api.asking import Caller, Said, called
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League
from tests.pages.offices import appoint

READINGS = [one for one in OPERATIONS if one.method == "GET"]
RUNS = ("readings.forecasts.run", "readings.forecasts.tested", "readings.forecasts.search")  # in test_runs
ANSWERED = [one for one in READINGS if one.name not in RUNS]
ELSEWHERE = 2999  # an id that nothing bears
QUESTION = 9500
RESOLUTION = 9600
# Things of South by the words that stand for their ids in examples.
NAMED = {
    "QUESTION": QUESTION, "RESOLUTION": RESOLUTION, "FORECAST": 9602, "MEETING": 9610, "EXPORT": 9620, "REQUEST": 9630,
    "APPEAL": 9640, "ROLL": 9650, "REFORM": 9603, "DANGER": 9604, "FIGURED": 9502,
}  # fmt: skip


def south(league: League) -> None:
    """What happens in South is the same in every world: Anna is its secretary, David has applied."""
    league.enact(people.Record(on=date(2024, 1, 1), person=DAVID, unit=SOUTH, family="Dean", given="D"))
    league.enact(people.Amend(on=date(2024, 2, 1), person=DAVID, facts={"sex": "male"}))
    appoint(league, ANNA, SOUTH)
    fields = {"title": "Oil?", "says": "Oil or gas.", "outcomes": ("oil", "gas"), "settles": "We look."}
    days = {"on": date(2024, 3, 1), "due_from": date(2026, 1, 1), "due_to": date(2026, 2, 1)}
    league.enact(question.Open(question=QUESTION, owner=SOUTH, **fields, **days))
    chances = {"oil": 900, "gas": 100}
    moved = {"title": "Lamps", "says": "Two lamps are bought.", "body": SOUTH, "mover": SOUTH}
    league.enact(resolution.Draft(on=date(2024, 3, 1), resolution=RESOLUTION, **moved))
    league.enact(resolution.Put(on=date(2024, 3, 1), resolution=RESOLUTION))
    figures = {"present": 5, "entitled": 6, "votes_for": 5, "votes_against": 0}
    league.enact(resolution.Counted(on=date(2024, 3, 1), resolution=RESOLUTION, teller=ANNA, **figures))
    held = question.Forecast(on=date(2024, 3, 1), forecast=9501, question=QUESTION, forecaster=ANNA, chances=chances)
    league.enact(held, league.by(None, person=ANNA))
    figure = {"where": {"standing": "member"}, "bound": 3, "side": "most", "outcomes": ("kept", "not")}
    league.enact(question.Open(question=NAMED["FIGURED"], owner=SOUTH, **{**fields, **figure}, **days))
    text = "reform: shorter\nfrom: 2025-04-01\nset: {param: candidate_months, to: 3}\n"
    league.enact(
        resolution.Draft(on=date(2024, 3, 1), resolution=NAMED["REFORM"], reform=text, **{**moved, "body": CENTRE})
    )
    named = {"says": "Oil runs out.", "sign": "Dark.", "precaution": "Two cans.", "owner": SOUTH}
    league.enact(danger.Name(on=date(2024, 3, 1), danger=NAMED["DANGER"], **named))
    lived(league)


def lived(league: League) -> None:
    """One of everything that a desk reads: meetings, files, requests, an appeal, a re-registration."""
    day, run = date(2025, 2, 1), '{"says": ["Few wait."], "by": "sex", "headline": "female"}'
    league.enact(resolution.Keep(on=day, forecast=NAMED["FORECAST"], resolution=RESOLUTION, title="Ten years", run=run))
    called_to = {"hour": "19:00", "place": "Hall", "agenda": "Lamps"}
    for meeting, on in ((NAMED["MEETING"], day), (9611, date(2025, 4, 1))):
        league.enact(meetings.Call(on=day, meeting=meeting, unit=SOUTH, day=on, **called_to))
    league.enact(meetings.Hold(on=day, meeting=NAMED["MEETING"], present=(ANNA,)))
    league.enact(
        meetings.Decide(on=day, decision=9612, meeting=NAMED["MEETING"], title="Oil", text="Bought.", votes_for=1)
    )
    end = date(2025, 3, 5)
    league.enact(
        exports.Make(on=date(2025, 3, 1), export=NAMED["EXPORT"], what="people", form="csv", purpose="Letters",
                     unit=SOUTH, expires=end, owner=ANNA),
        league.by("secretary", SOUTH, person=ANNA),
    )  # fmt: skip
    correction = rights.AskCorrection(
        on=day, person=ANNA, request=NAMED["REQUEST"], field="sex", wanted="female", grounds="I know."
    )
    league.enact(correction, league.by(None, person=ANNA))
    league.enact(rights.AskAccess(on=day, person=ANNA, request=9631), league.by(None, person=ANNA))
    league.enact(admission.Apply(on=day, person=DAVID, application=9641))
    league.enact(admission.Refuse(on=day, person=DAVID, grounds="Too new."), league.by(unit=SOUTH))
    league.enact(appeals.Lodge(on=day, person=DAVID, against="application", grounds="Unheard.", appeal=NAMED["APPEAL"]))
    league.enact(people.Assign(on=day, person=DAVID, contact=ANNA))
    league.enact(reregistration.Open(on=day, reregistration=NAMED["ROLL"], unit=SOUTH, until=date(2025, 6, 1)))


def north(league: League, name: str, family: str, sex: str) -> None:
    """What happens in North differs from world to world."""
    league.enact(units.Rename(on=date(2024, 5, 1), unit=NORTH, title=name))
    league.enact(people.Record(on=date(2024, 6, 1), person=CLARA, unit=NORTH, family=family, given="C"))
    league.enact(people.Amend(on=date(2024, 7, 1), person=CLARA, facts={"sex": sex, "workplace": family}))
    if sex == "female":
        league.enact(membership.Leave(on=date(2024, 8, 1), person=BORIS))
    else:
        league.enact(people.Amend(on=date(2024, 8, 1), person=BORIS, facts={"sex": "male"}))


def ruled(caller: Caller) -> int:
    """The entry by which Anna became a member: it rests on rules."""
    with caller.api.organisation.house.register(scope=WHOLE) as register:
        register.cursor.execute(
            "SELECT min(number) FROM journal_seal JOIN journal_entry USING (entry) WHERE act = 'admission.promote'"
        )
        return int(register.cursor.fetchall()[0][0])


def asked(caller: Caller, one: Operation, person: int, unit: int) -> Said:
    """Ask for a reading by its example, about somebody and somewhere."""
    told = {"PERSON": ids.show(person), "UNIT": ids.show(unit), "RULED": str(ruled(caller))}
    told |= {name: ids.show(number) for name, number in NAMED.items()}
    path = ROOT + one.path
    for part in one.parts:
        path = path.replace(f"{{{part}}}", told.get(one.example[part], one.example[part]))
    query = {name: told.get(value, value) for name, value in one.example.get("query", {}).items()}
    return caller.get(path, **query)


@pytest.mark.parametrize("one", ANSWERED, ids=[one.name for one in ANSWERED])
def test_a_reading_answers_as_its_schema_says(league: League, one: Operation) -> None:
    south(league)
    answer = asked(called(league, ANNA, "secretary", SOUTH), one, DAVID, SOUTH)
    body = answer.json if one.kind == JSON else answer.raw.decode()
    assert (answer.status, answer.headers["Content-Type"], complaint(one.answer, body)) == (200, one.kind, None)


@pytest.fixture(scope="module")
def worlds(leagues: Any) -> Iterator[list[dict[str, tuple[int, bytes]]]]:
    """The answers of two worlds that differ only in North, about South, about North and about nobody."""
    found = []
    for name, family, sex in (("Upper town", "Clark", "female"), ("Far shore", "Brownlow", "male")):
        with leagues() as league:
            south(league)
            north(league, name, family, sex)
            caller = called(league, ANNA, "secretary", SOUTH)
            answers = {}
            for one in OPERATIONS:
                for where, person, unit in (("own", DAVID, SOUTH), ("foreign", CLARA, NORTH), ("no", ELSEWHERE, 1999)):
                    said = asked(caller, one, person, unit) if one.method == "GET" else offered(caller, one, person)
                    answers[f"{where} {one.name}"] = (said.status, said.raw)
            found.append(answers)
    yield found


def offered(caller: Caller, one: Operation, person: int) -> Said:
    """Examine an act about somebody, with something in every particular."""
    assert one.body is not None
    body = {name: value(schema, person) for name, schema in one.body["properties"].items()}
    return caller.post(ROOT + one.path, body, dry_run="true")


def value(schema: Any, person: int) -> Any:
    """Something that the schema allows."""
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return (
            [value(schema["items"], person)]
            if "items" in schema
            else [value(one, person) for one in schema["prefixItems"]]
        )
    if kind == "object":
        return {name: value(one, person) for name, one in schema.get("properties", {}).items()}
    if kind == "string":
        if schema.get("format") == "date":
            return "2025-03-01"
        return ids.show(person) if "pattern" in schema else "S" if "minLength" in schema else "x"
    return {"integer": 1, "boolean": True}[kind]


def test_two_worlds_that_differ_elsewhere_are_the_same_to_a_branch(worlds: list[dict[str, tuple[int, bytes]]]) -> None:
    # The journal is open to everybody, and its heads are announced: they are the world's own.
    differing = {name for name in worlds[0] if worlds[0][name] != worlds[1][name]}
    assert {name for name in differing if " readings.journal." not in name} == set()


def test_absent_and_forbidden_are_answered_with_the_same_bytes(worlds: list[dict[str, tuple[int, bytes]]]) -> None:
    about = [one.name for one in READINGS if {"person", "unit"} & set(one.parts) or one.name.endswith("explain")]
    answers = {worlds[0][f"{where} {name}"] for name in about for where in ("foreign", "no")}
    assert (len(about), [status for status, _ in answers]) == (13, [404])


def test_acts_about_somebody_elsewhere_are_answered_as_about_nobody(
    worlds: list[dict[str, tuple[int, bytes]]],
) -> None:
    told = {ids.show(CLARA).encode(): b"SOMEBODY", ids.show(ELSEWHERE).encode(): b"SOMEBODY"}

    def blank(answer: tuple[int, bytes]) -> tuple[int, bytes]:
        body = answer[1]
        for shown, name in told.items():
            body = body.replace(shown, name)
        return answer[0], body

    acts = [one.name for one in OPERATIONS if one.method == "POST"]
    assert [name for name in acts if blank(worlds[0][f"foreign {name}"]) != blank(worlds[0][f"no {name}"])] == []


def test_an_operation_that_does_not_say_who_may_ask_stops_the_start() -> None:
    one = READINGS[0]
    with pytest.raises(Undeclared):
        insist([replace(one, scope=None)])  # type: ignore[arg-type]
    with pytest.raises(Undeclared):
        insist([replace(one, name="secrets.all")])


def test_what_a_key_sees_ends_with_the_term(league: League) -> None:
    south(league)
    caller = called(league, ANNA, "secretary", SOUTH)
    with league.register() as register:
        [term] = register.holders("secretary", SOUTH, on=date(2024, 6, 1))
    before = caller.get(f"{ROOT}/people").status
    league.enact(offices.End(on=date(2025, 1, 1), term=term.term))
    assert (before, caller.get(f"{ROOT}/people").status) == (200, 401)


def test_opening_a_record_is_written_down_and_the_person_sees_it(league: League) -> None:
    south(league)
    called(league, ANNA, "secretary", SOUTH).get(f"{ROOT}/people/{ids.show(DAVID)}")
    called(league, ANNA, "secretary", SOUTH).get(f"{ROOT}/people/{ids.show(BORIS)}")
    shown = called(league, DAVID).get(f"{ROOT}/people/{ids.show(DAVID)}/looks").json["items"]
    with league.database.owner() as connection:
        count = connection.execute("SELECT count(*) FROM look").fetchone()
    assert ([(one["operator"], one["office"], one["purpose"]) for one in shown], count) == (
        [("secretary, by a key", f"secretary@{ids.show(SOUTH)}", "record opened")],
        (1,),
    )


def test_pages_of_a_list_are_complete_and_without_doubles_while_acts_are_entered(league: League) -> None:
    south(league)
    for number in range(3000, 3040):
        league.enact(
            people.Record(on=date(2024, 3, 1), person=number * 7919 % 1000003, unit=SOUTH, family="F", given="G")
        )
    caller = called(league, ANNA, "secretary", SOUTH)
    query: dict[str, Any] = {"limit": 7, "where": "standing:sympathiser"}
    expected = {one["person"] for one in caller.get(f"{ROOT}/people", limit=200, where=query["where"]).json["items"]}
    met: list[str] = []
    page = caller.get(f"{ROOT}/people", **query).json
    while page["next"] is not None:
        met += [one["person"] for one in page["items"]]
        new = league.id() + 10**6
        league.enact(people.Record(on=date(2024, 3, 1), person=new, unit=SOUTH, family="New", given="N"))
        league.enact(units.Found(on=date(2024, 3, 1), unit=new + 10**7, title="Cell", tier="cell", kind="office",
                                 code=f"A{new}", parent=SOUTH))  # fmt: skip
        page = caller.get(f"{ROOT}/people", **query, cursor=page["next"]).json
    met += [one["person"] for one in page["items"]]
    assert (len(met), len(set(met)), expected - set(met)) == (len(set(met)), len(met), set())
    assert len(met) > len(expected) > 40


def test_a_cursor_is_worth_nothing_elsewhere(league: League) -> None:
    south(league)
    caller = called(league, ANNA, "secretary", SOUTH)
    appoint(league, ANNA, CENTRE)
    cursor = caller.get(f"{ROOT}/people", limit=1).json["next"]
    statuses = [
        caller.get(f"{ROOT}/people", limit=1, cursor=cursor).status,
        caller.get(f"{ROOT}/people", limit=1, cursor=cursor, where="standing:member").status,
        caller.get(f"{ROOT}/units", limit=1, cursor=cursor).status,
        caller.get(f"{ROOT}/people", limit=1, cursor=cursor[:-2] + "AA").status,
        called(league, ANNA, "secretary", CENTRE).get(f"{ROOT}/people", limit=1, cursor=cursor).status,
    ]
    assert statuses == [200, 422, 422, 422, 422]
