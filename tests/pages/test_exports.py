"""Files out through the pages: asked for by an act, approved by two, taken by their owner, gone at their end."""

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from polity.acts import exports, people
from polity.imports import places
from polity.readings.check import check
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, WHOLE, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

STONE, RIVER = 3001, 3002


@pytest.fixture
def browser(league: League) -> Iterator[Client]:
    """The secretary of North, who is Stone; Anna is the centre's, and River the commissioner of North."""
    for person, name in ((STONE, "Stone"), (RIVER, "River")):
        league.member(person, NORTH, name, date(2022, 1, 1))
    appoint(league, STONE, NORTH)
    appoint(league, RIVER, NORTH, office="commissioner")
    appoint(league, ANNA, CENTRE)
    with pages_of(league):
        yield signed_in(STONE, "secretary", NORTH)


def asked(browser: Client, at: str = "/exports/new/", **said: Any) -> Any:
    form = {"key": "a key", "on": "2025-03-01", "what": "people", "form": "csv", "purpose": "Letters to all",
            "expires": "2025-03-08"}  # fmt: skip
    return browser.post(at, form | said)


def of(league: League, browser: Client, **said: Any) -> str:
    """Ask for an export, and give its id."""
    answer = asked(browser, **said)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    with league.register() as register:
        register.cursor.execute("SELECT export FROM export ORDER BY entry DESC LIMIT 1")
        return ids.show(register.cursor.fetchall()[0][0])


def body(answer: Any) -> str:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_a_file_holds_the_columns_asked_for_and_only_the_part_of_the_tree(league: League, browser: Client) -> None:
    league.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, family="=Brown()", given="@B"))
    export = of(league, browser, columns=["family", "given", "unit"])

    assert body(browser.get(f"/exports/{export}/file")).splitlines() == [
        "family,given,unit", "'=Brown(),'@B,N", "River,A,N", "Stone,A,N",
    ]  # fmt: skip


def test_everybody_in_a_file_sees_that_their_record_went_out(league: League, browser: Client) -> None:
    export = of(league, browser)
    body(browser.get(f"/exports/{export}/file"))
    body(browser.get(f"/exports/{export}/file"))

    with league.register() as register:
        register.cursor.execute("SELECT person, purpose, looker FROM look ORDER BY person")
        assert register.cursor.fetchall() == [
            (person, "exported: Letters to all", STONE) for person in sorted((BORIS, STONE, RIVER))
        ]
    assert browser.get("/exports/").content.decode().count("times taken: 2") == 1


def test_only_the_owner_takes_the_file(league: League, browser: Client) -> None:
    export = of(league, browser)
    centre = signed_in(ANNA, "secretary", CENTRE)
    south = signed_in(ANNA, "secretary", SOUTH)

    nothing = centre.get("/exports/3F7K-9QWE-2ZXM/file")
    assert [answer.status_code for answer in (nothing, centre.get(f"/exports/{export}/file"))] == [404, 404]
    assert south.get(f"/exports/{export}/approve/").status_code == 404


def test_many_people_go_out_only_when_a_second_officer_approves(
    league: League, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ALONE", 2)
    export = of(league, browser)
    assert browser.get(f"/exports/{export}/file").status_code == 404
    own = browser.post(f"/exports/{export}/approve/", {"key": "k", "on": "2025-03-01"})
    assert own.status_code == 422

    second = signed_in(RIVER, "commissioner", NORTH)
    assert second.post(f"/exports/{export}/approve/", {"key": "l", "on": "2025-03-01"}).status_code == 303

    assert len(body(browser.get(f"/exports/{export}/file")).splitlines()) == 4


def test_after_its_end_the_file_is_gone(league: League, browser: Client) -> None:
    export = of(league, browser)
    body(browser.get(f"/exports/{export}/file"))
    assert len(list(places.folder("exports").iterdir())) == 1

    from polity.pages import frame

    frame.use(frame.Organisation("League", today=lambda: TODAY + timedelta(days=8)))
    assert browser.get(f"/exports/{export}/file").status_code == 404
    browser.get("/exports/")
    assert list(places.folder("exports").iterdir()) == []


def test_popolo_names_people_organisations_memberships_and_posts(league: League, browser: Client) -> None:
    export = of(league, browser, form="popolo")
    told = json.loads(body(browser.get(f"/exports/{export}/file")))

    assert [person["family_name"] for person in told["persons"]] == ["Brown", "River", "Stone"]
    assert [unit["name"] for unit in told["organizations"]] == ["North"]
    assert [post["label"] for post in told["posts"]] == ["commissioner", "secretary"]
    assert len(told["memberships"]) == 5


def test_a_sheet_holds_no_formula(league: League, browser: Client) -> None:
    import python_calamine

    league.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, family="=1+1"))
    export = of(league, browser, form="xlsx", columns=["family"])
    held = b"".join(browser.get(f"/exports/{export}/file").streaming_content)

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(held)).get_sheet_by_index(0).to_python()
    assert rows == [["family"], ["'=1+1"], ["River"], ["Stone"]]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"purpose": " "}, ["field.value"]),
        ({"expires": date(2025, 5, 1)}, ["export.expiry"]),
        ({"columns": ("shoe_size",)}, ["export.columns"]),
        ({"form": "doc"}, ["export.form"]),
        ({"what": "dreams"}, ["export.what"]),
        ({"unit": 999}, ["unit.none", "export.nobody"]),
    ],
)
def test_an_export_that_cannot_be_made_says_why(league: League, said: dict[str, Any], codes: list[str]) -> None:
    appoint(league, ANNA, CENTRE)
    asked_for = {"unit": NORTH, "owner": ANNA, "what": "people", "form": "csv", "purpose": "Letters",
                 "expires": date(2025, 3, 2), "export": 77, "on": date(2025, 3, 1)}  # fmt: skip
    made = exports.Make(**{**asked_for, **said})

    assert league.codes(made, league.by("secretary", CENTRE)) == codes


def test_nobody_asks_or_approves_in_the_name_of_another(league: League, browser: Client) -> None:
    export = ids.read(of(league, browser)) or 0
    day, by = date(2025, 3, 1), league.by("secretary", NORTH, STONE)
    made = exports.Make(on=day, export=77, unit=NORTH, owner=ANNA, what="people", form="csv", purpose="Letters",
                        expires=date(2025, 3, 2))  # fmt: skip

    assert league.codes(made, by) == ["competence.actor"]
    assert league.codes(exports.Approve(on=day, export=export, second=ANNA), by) == ["competence.actor"]


def test_what_was_exported_is_rebuilt_from_the_journal(league: League, browser: Client) -> None:
    of(league, browser)
    league.enact(exports.Settle(on=date(2025, 3, 1), person=ANNA, other=BORIS, same=False, grounds="Two people"))
    league.enact(exports.HandOut(on=date(2025, 3, 1), export=78, what="people", form="csv", purpose="Archive",
                                 expires=date(2025, 3, 1), people=4))  # fmt: skip

    assert [finding.says for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
