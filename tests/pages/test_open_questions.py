"""Open questions in pages: put by a form, forecast by members, settled by the office, read by everybody."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from polity.acts import people, question
from polity.register import open_questions as kept
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, DAVID, NORTH, SOUTH, League
from tests.pages.offices import appoint, pages_of, signed_in

PUT, DUE = date(2025, 1, 1), date(2025, 6, 1)
LAMPS, MANY, OLD = 9001, 9002, 9003


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


def put(league: League, number: int, title: str, **changed: object) -> None:
    fields = {"due_from": DUE, "due_to": date(2025, 7, 1), **changed}
    league.enact(
        question.Open(
            on=date(2024, 1, 1), question=number, owner=CENTRE, title=title, says="It is asked.", settles="We look.",
            outcomes=("oil", "gas"), **fields,
        )
    )  # fmt: skip


def held(league: League, person: int, oil: int, number: int = LAMPS, grounds: str = "I know.") -> None:
    chances = {"oil": oil, "gas": 1000 - oil}
    act = question.Forecast(
        on=date(2024, 2, 1), forecast=league.id(), question=number, forecaster=person, chances=chances, grounds=grounds
    )
    league.enact(act, league.by(None, person=person))


@pytest.fixture
def opened(league: League) -> Iterator[League]:
    """Anna, who is the centre's secretary, and David of North forecast; an older question was settled."""
    appoint(league, ANNA, CENTRE)
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    for count in range(10):
        recorded = people.Record(on=date(2023, 1, 1), person=3000 + count, unit=NORTH, family=f"B{count}", given="B")
        league.enact(recorded)
    put(league, LAMPS, "Oil or gas?")
    put(league, MANY, "Are we many?", where={"standing": "sympathiser"}, bound=5)
    put(league, OLD, "Was it dark?", due_from=date(2024, 6, 1))
    held(league, DAVID, 900, OLD, "It is oil <always>.")
    held(league, DAVID, 200)
    league.enact(question.Settle(on=date(2024, 6, 1), question=OLD, outcome="oil", grounds="Oil burned."))
    with pages_of(league):
        yield league


def secretary() -> Client:
    return signed_in(ANNA, "secretary", CENTRE)


def at(number: int, rest: str = "") -> str:
    return f"/open-questions/{ids.show(number)}/{rest}"


def sent(browser: Client, path: str, **given: object) -> tuple[int, str]:
    """Fill in the form at an address and send it: the status, and where it leads or what it says."""
    form = browser.get(path).content.decode()
    key = re.findall(r'name="key" value="([0-9a-f]+)"', form)[0]
    answer = browser.post(path, {"key": key, "on": "2025-03-01", **{name: str(value) for name, value in given.items()}})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def text(browser: Client, path: str) -> str:
    """The words of the page that a reader sees."""
    answer = browser.get(path)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_visitor_reads_questions_and_not_who_forecasts(opened: League) -> None:
    listed, one = text(Client(), "/open-questions/"), text(Client(), at(OLD))

    assert [title in listed for title in ("Oil or gas?", "Are we many?", "Was it dark?")] == [True] * 3
    told = ("Dean", ids.show(DAVID), "member 1", "It is oil &lt;always&gt;.", "Oil burned.")
    assert [words in one for words in told] == [False, False, True, True, True]
    assert re.findall(r"The mean of members scored (\S+); equal chances would have scored (\S+)\.", one) == [
        ("0.02", "0.50")
    ]
    assert [where in listed for where in ("/put/", "Dean")] == [False, False]
    assert Client().get(at(LAMPS, "forecast/")).status_code == 404
    assert Client().get(at(77)).status_code == 404


def test_whoever_may_see_somebody_reads_their_name(opened: League) -> None:
    readers = (secretary(), signed_in(DAVID), signed_in(ANNA))
    told = [re.findall("2024 (Dean, A|you|member 1) 200", text(reader, at(LAMPS))) for reader in readers]

    assert told == [["Dean, A"], ["you"], ["member 1"]]


def test_an_office_puts_a_question_and_it_is_settled_by_its_figure(opened: League) -> None:
    status, where = sent(
        secretary(), "/open-questions/put/", title="Will we grow?", says="By how much.", outcomes="yes\n\nno ",
        settles="The register.", due_from="2025-04-01", due_to="2025-05-01", where="standing=sympathiser", bound=11,
        side="least",
    )  # fmt: skip

    assert (status, where.split("?")[0].startswith("/open-questions/")) == (303, True)
    number = ids.read(where.split("/")[2])
    assert number is not None
    with opened.register() as register:
        one = kept.question(register, number)
    assert one is not None
    assert (one.outcomes, one.owner, one.watched.asks, one.watched.bound) == (
        ("yes", "no"), CENTRE, {"of": {}, "where": {"standing": ["sympathiser"]}}, 11,
    )  # fmt: skip
    assert "Standing: sympathiser On 1 March 2025: 11 of 11" in text(secretary(), at(number))
    answer = sent(secretary(), at(number, "rule/") + "?rule=as_it_is")
    assert answer[0] == 303
    with opened.register() as register:
        assert [(f.by_rule, f.chances) for f in kept.forecasts(register, [number])] == [
            ("as_it_is", {"yes": 1000, "no": 0})
        ]
    settled = {"on": "2025-04-01", "outcome": "no", "grounds": "Counted.", "value": 11}
    assert sent(secretary(), at(number, "settle/"), **settled)[0] == 422
    assert sent(secretary(), at(number, "settle/"), **{**settled, "outcome": "yes"})[0] == 303


def test_a_member_forecasts_and_revises_in_parts_that_make_a_whole(opened: League) -> None:
    browser = signed_in(ANNA)

    status, said = sent(browser, at(LAMPS, "forecast/"), **{"chances.0": 700, "chances.1": 200})
    assert (status, "The chances add up to 900" in said) == (422, True)
    assert sent(browser, at(LAMPS, "forecast/"), **{"chances.0": 700, "chances.1": 300})[0] == 303
    form = browser.get(at(LAMPS, "forecast/")).content.decode()
    assert re.findall(r'name="chances\.\d" value="(\d+)"', form) == ["700", "300"]
    assert sent(browser, at(LAMPS, "forecast/"), **{"chances.0": 100, "chances.1": 900, "grounds": "Gas."})[0] == 303
    with opened.register() as register:
        said_of = [(f.forecaster, f.chances["oil"]) for f in kept.forecasts(register, [LAMPS])]
    assert said_of == [(DAVID, 200), (ANNA, 700), (ANNA, 100)]


def test_who_may_not_is_offered_nothing_and_told_why(opened: League) -> None:
    sympathiser, branch = signed_in(BORIS), signed_in(ANNA, "secretary", SOUTH)

    offered = [at(LAMPS, rest) in sympathiser.get(at(LAMPS)).content.decode() for rest in ("forecast/", "settle/")]
    assert offered == [False, False]
    assert sent(sympathiser, at(LAMPS, "forecast/"), **{"chances.0": 500, "chances.1": 500})[0] == 422
    assert re.findall("settle/", branch.get(at(LAMPS)).content.decode()) == []
    assert sent(secretary(), at(LAMPS, "void/"), grounds="Put wrongly.")[0] == 303
    assert "The question was given up." in text(Client(), at(LAMPS))
    assert secretary().get(at(LAMPS, "rule/") + "?rule=as_it_is").status_code == 422


def test_tables_and_drawings_can_be_taken_away(opened: League) -> None:
    rows = Client().get(at(LAMPS) + "?take=forecasts.csv").content.decode().splitlines()

    assert rows == ["Day,Who,oil,gas,Grounds", "2024-02-01,member 1,200,800,I know."]
    assert Client().get(at(LAMPS) + "?take=course.svg").content.decode().startswith("<svg")
    assert Client().get("/open-questions/?take=calibration.csv").status_code == 200
