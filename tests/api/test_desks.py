"""What the desks read: meetings, contacts, transfers, requests, files, forecasts, as a key of the branch sees them."""

from datetime import date
from typing import Any

import pytest

from polity.acts import contacts, exports, membership, people
from polity.api.routing import ROOT
from polity.imports import takings
from polity.words import ids
from tests.api.asking import NOW, Caller, called
from tests.api.test_readings import NAMED, south
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League
from tests.pages.offices import appoint

A, B, D = ids.show(ANNA), ids.show(BORIS), ids.show(DAVID)
HERE = {"name": "South", "code": "S"}


@pytest.fixture
def secretary(league: League) -> Caller:
    """Anna, the secretary of South, in whose branch one of everything has happened."""
    south(league)
    return called(league, ANNA, "secretary", SOUTH)


def told(caller: Caller, path: str, *names: str, **query: Any) -> Any:
    """What is answered, or these of it; of a list, of every item."""
    answer = caller.get(ROOT + path, **query)
    assert answer.status == 200, answer.raw
    items = answer.json.get("items")
    if not names:
        return answer.json if items is None else items
    return [answer.json[name] for name in names] if items is None else [[one[name] for name in names] for one in items]


def test_meetings_stand_around_the_day_and_one_has_its_minutes(league: League, secretary: Caller) -> None:
    agenda = told(secretary, "/meetings")
    parts = {name: [(one["day"], one["state"]) for one in agenda[name]] for name in ("ahead", "unentered", "held")}
    assert parts == {"ahead": [("2025-04-01", "called")], "unentered": [], "held": [("2025-02-01", "held")]}
    minutes = told(secretary, f"/meetings/{ids.show(NAMED['MEETING'])}", "unit", "agenda", "people", "decisions")
    with league.register() as register:
        register.cursor.execute(
            "SELECT number FROM journal_seal JOIN journal_entry USING (entry) WHERE act = 'meeting.decide'"
        )
        [(number,)] = register.cursor.fetchall()
    decided = {"decision": ids.show(9612), "title": "Oil", "text": "Bought.", "number": number}
    votes = {"votes_for": 1, "votes_against": 0, "abstained": 0}
    present = {"person": A, "name": "Andrews, A", "standing": "member"}
    assert minutes == [HERE, ["Lamps"], [present], [decided | votes]]
    assert told(secretary, "/units/S/meetings", "day") == [["2025-04-01"], ["2025-02-01"]]


def test_a_late_step_with_a_sympathiser_is_told_to_the_desk_and_to_whoever_keeps_contact(
    league: League, secretary: Caller
) -> None:
    said = {"kind": "visit", "text": "At home.", "next_step": "Call", "next_by": date(2025, 2, 20)}
    day = date(2025, 2, 2)
    report = contacts.Report(on=day, report=9660, person=DAVID, contact=ANNA, day=day, **said)
    league.enact(report, league.by(None, person=ANNA))
    listed = [told(secretary, path, "person", "contact", "late") for path in ("/contacts/late", "/units/S/contacts")]
    assert listed == [[[D, A, True]]] * 2
    assert told(secretary, "/contacts", "person", "unit") == [[D, None]]
    shown = {"day": "2025-02-02", "kind": "visit", "text": "At home.", "next_step": "Call", "next_by": "2025-02-20"}
    assert told(secretary, f"/people/{D}/contacts") == [shown | {"by": "Andrews, A"}]


def test_what_is_held_of_oneself_is_copied_once_it_was_asked_for_and_the_taking_is_seen(
    league: League, secretary: Caller
) -> None:
    copy = told(secretary, "/own/copy")
    named, present = copy["tables"]["person_name"], copy["tables"]["attendance"]
    assert (copy["person"], named[0]["family"], present[0]["meeting"]) == (A, "Andrews", ids.show(NAMED["MEETING"]))
    [look] = told(secretary, f"/people/{A}/looks", "operator", "purpose")
    assert look == ["secretary, by a key", "own record"]
    assert told(secretary, "/own", "requests")[0][0]["kind"] == "access"
    assert called(league, DAVID).get(f"{ROOT}/own/copy").status == 404


def test_a_request_is_opened_by_the_desk_and_the_person_sees_who_did(league: League, secretary: Caller) -> None:
    [asked] = told(secretary, "/requests")
    assert (asked["person"], asked["field"], asked["due"]) == (A, "sex", "2025-03-01")
    centre = _another(league, CENTRE)
    assert told(centre, f"/requests/{asked['request']}") == asked
    assert told(secretary, f"/people/{A}/looks", "purpose") == [["request opened"]]


def _another(league: League, unit: int) -> Caller:
    """Clara, the secretary of a unit."""
    league.member(CLARA, SOUTH, "Clark", date(2023, 1, 1))
    appoint(league, CLARA, unit)
    return called(league, CLARA, "secretary", unit)


def test_the_file_of_an_export_goes_to_its_owner_and_each_taking_is_written_down(
    league: League, secretary: Caller
) -> None:
    at = f"{ROOT}/exports/{ids.show(NAMED['EXPORT'])}/file"
    first, second = secretary.get(at), secretary.get(at)
    assert (first.status, first.raw, first.headers["Content-Disposition"]) == (
        200, second.raw, 'attachment; filename="people-2025-03-01.csv"',
    )  # fmt: skip
    assert [line.split(",")[1] for line in first.raw.decode().splitlines()] == ["family", "Andrews", "Dean"]
    taken = [(one.at, one.person, one.operator) for one in takings.of(league.database, NAMED["EXPORT"])]
    assert taken == [(NOW, ANNA, "secretary, by a key")] * 2
    assert secretary.ask("HEAD", at).headers["Content-Length"] == str(len(first.raw))
    assert _another(league, SOUTH).get(at).status == 404


def test_a_file_that_waits_for_a_second_officer_is_not_there(league: League, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ALONE", 1)
    south(league)
    caller = called(league, ANNA, "secretary", SOUTH)
    [[number, approved]] = told(caller, "/exports", "export", "approved")
    assert (approved, caller.get(f"{ROOT}/exports/{number}/file").status) == (False, 404)


def test_the_way_in_tells_what_the_articles_say_and_is_a_look(league: League, secretary: Caller) -> None:
    way = told(secretary, f"/people/{D}/admission")
    assert (way["application"]["state"], way["appeals"][0]["state"], way["unit"]) == ("refused", "lodged", HERE)
    assert told(secretary, f"/appeals/{ids.show(NAMED['APPEAL'])}", "grounds", "above") == [
        "Unheard.", {"name": "Centre", "code": "C"},
    ]  # fmt: skip
    assert told(secretary, "/admission/due", "what", "person") == [["lodged", D]]
    assert told(called(league, DAVID), f"/people/{D}/looks", "purpose") == [["admission desk"]]


def test_the_next_step_of_a_candidate_is_foreseen_with_its_day(league: League, secretary: Caller) -> None:
    league.member(3100, SOUTH, "Eve", date(2023, 1, 1))
    league.enact(people.Record(on=date(2024, 1, 1), person=3101, unit=SOUTH, family="Finch", given="F"))
    league.candidate(3101, date(2024, 12, 1))
    way = told(secretary, f"/people/{ids.show(3101)}/admission")
    [rule] = [one for one in way["rules"] if one["rule"] == "may_become_member"]
    assert (rule["outcome"], rule["lines"][0]["article"], rule["lines"][0]["day"]) == (False, "7.1", "2025-06-01")


def test_somebody_who_is_released_waits_at_both_desks(league: League, secretary: Caller) -> None:
    league.enact(membership.Transfer(on=date(2025, 2, 1), member=BORIS, receiving=SOUTH, transfer=9670))
    desk = told(secretary, "/transfers")
    [coming] = desk["to_acknowledge"]
    assert (coming["person"], coming["sending"]["code"], coming["incoming"]) == (B, "N", True)
    [[leaving], none] = told(_another(league, NORTH), "/transfers", "waiting", "to_acknowledge")
    assert (leaving["person"], leaving["outgoing"], none) == (B, True, [])
    assert told(called(league, BORIS), f"/people/{B}/transfers", "state") == [["released"]]
    assert secretary.get(f"{ROOT}/people/{B}/transfers").status == 404
    assert told(secretary, "/transfers/destinations", "code", q="nor") == [["N"]]


def test_a_re_registration_says_who_is_left_for_decision(secretary: Caller) -> None:
    one = told(secretary, f"/reregistrations/{ids.show(NAMED['ROLL'])}")
    assert (one["progress"]["open"], [(who["person"], who["to_decide"]) for who in one["people"]]) == (1, [(A, True)])
    assert told(secretary, "/waiting/desks", "reregistrations") == [1]


def test_a_kept_forecast_is_given_whole(secretary: Caller) -> None:
    number = ids.show(NAMED["FORECAST"])
    assert told(secretary, "/forecasts", "forecast", "says") == [[number, ["Few wait."]]]
    assert told(secretary, f"/forecasts/{number}", "run") == [
        {"says": ["Few wait."], "by": "sex", "headline": "female"}
    ]


def test_whoever_is_in_no_office_finds_the_desks_empty(league: League, secretary: Caller) -> None:
    member = called(league, DAVID)
    lists = ("/exports", "/duplicates", "/requests", "/reregistrations", "/expiry", "/notices/desk", "/notices/due")
    assert [told(member, path) for path in lists] == [[]] * len(lists)
    assert set(told(member, "/waiting/desks").values()) == {"2025-03-01", 0}
    assert member.get(f"{ROOT}/meetings/{ids.show(NAMED['MEETING'])}").status == 404


def test_a_key_of_nobody_has_nothing_of_its_own(league: League) -> None:
    keeper = called(league, None)
    assert [keeper.get(f"{ROOT}{path}").status for path in ("/own", "/own/exports", "/own/copy")] == [404] * 3
    assert told(keeper, "/notices") == []
