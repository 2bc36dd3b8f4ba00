"""One small organisation lives a year and a half through every desk, each step by its page; then everything holds."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.test import Client

from polity.access import scrubbing
from polity.acts import consent, exports
from polity.imports import places
from polity.notices.work import work
from polity.pages import frame, opened
from polity.readings.check import check
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League
from tests.pages.offices import appoint, signed_in

FOUND = re.compile(r'name="key" value="([0-9a-f]+)"')


class Year:
    """The organisation, the day on which it stands, and whoever does something in it."""

    def __init__(self, league: League, folder: Path) -> None:
        self.league, self.folder, self.day = league, folder, date(2025, 3, 1)

    def on(self, month: int, day: int, year: int = 2025) -> None:
        """Time passes."""
        assert date(year, month, day) >= self.day
        self.day = date(year, month, day)

    def does(self, browser: Client, address: str, **given: object) -> str:
        """Fill in the form of a page and send it; gives where it goes on to. What is refused is told."""
        page = browser.get(address).content.decode()
        key = (FOUND.findall(page) or [""])[0]
        answer = browser.post(address, {"on": self.day.isoformat(), "key": key, **given})
        problems = re.findall(r'class="(?:says|errorlist)[^>]*>(.*?)</', answer.content.decode(), re.DOTALL)
        assert answer.status_code == 303, (address, answer.status_code, problems or answer.content.decode()[-2500:])
        return str(answer["Location"]).partition("?entered=")[0]

    def standing(self, person: int) -> tuple[int, str]:
        """Unit and standing on the day."""
        with self.league.register() as register:
            spell = register.spell(person, on=self.day)
        assert spell is not None
        return spell.unit, spell.standing

    def number(self, table: str, column: str) -> str:
        """The id of the latest row of a table."""
        with self.league.register() as register:
            register.cursor.execute(f"SELECT {column} FROM {table} ORDER BY entry DESC LIMIT 1")
            return ids.show(int(register.cursor.fetchall()[0][0]))

    def finds(self, browser: Client, address: str, page: str) -> bool:
        """Whether a page leads to an address."""
        return f'href="{address}"' in browser.get(page).content.decode()


@pytest.fixture
def year(league: League, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    """Anna is the centre's secretary; Clara North's, David South's. One officer exports one person alone."""
    league.member(CLARA, NORTH, "Clark", date(2023, 1, 1))
    league.member(DAVID, SOUTH, "Dale", date(2023, 1, 1))
    appoint(league, ANNA, CENTRE)
    appoint(league, CLARA, NORTH)
    league.enact(consent.DeclarePurpose(on=date(2025, 1, 1), purpose="email", label="Notices by e-mail"))
    monkeypatch.setattr(exports, "ALONE", 1)
    made = Year(league, tmp_path)

    def now() -> datetime:
        return datetime.combine(made.day, time(12, 30), UTC)

    opened.use(league.house)
    places.use(tmp_path)
    scrubbing.use(tmp_path)
    frame.use(frame.Organisation("League of Lamplighters", today=lambda: made.day, now=now))
    yield made
    scrubbing.use(None)
    places.use(None)
    opened.use(None)


def test_a_year(year: Year) -> None:
    anna, clara, david = (
        signed_in(person, "secretary", unit) for person, unit in ((ANNA, CENTRE), (CLARA, NORTH), (DAVID, SOUTH))
    )
    an_officer_is_appointed_and_invited(year, anna)
    eva = a_sympathiser_is_kept_in_touch_with(year, clara)
    herself = signed_in(eva)
    she_becomes_a_member(year, eva, herself, clara, anna)
    she_moves(year, eva, herself, clara, david)
    her_record(year, eva, herself, david, anna)
    she_is_excluded_and_appeals(year, eva, herself, david, anna)
    the_branch_is_counted_anew_and_takes_over_another(year, david, anna)
    told_of = she_reads_everything(year, herself)
    assert told_of == STEPS
    she_goes(year, eva, herself, david, anna)

    while work(year.league.database, today=year.day)[0]:
        pass
    assert [one.says for one in check(year.league.house, scope=WHOLE) if not one.holds] == []
    assert clara.get("/people/").status_code == 200  # her office ended with the branch


def an_officer_is_appointed_and_invited(year: Year, anna: Client) -> None:
    year.does(anna, "/offices/appoint/?unit=S", office="secretary", person=ids.show(DAVID))
    assert year.finds(anna, f"/people/{ids.show(DAVID)}/", "/units/S/officers/")
    answer = anna.post(f"/people/{ids.show(DAVID)}/account/", {"act": "invite"})
    assert (answer.status_code, "invitation" in answer.content.decode()) == (200, True)


def a_sympathiser_is_kept_in_touch_with(year: Year, clara: Client) -> int:
    record = year.does(clara, "/people/new/", family="Evans", given="Eva", unit="N")
    eva = ids.read(record.split("/")[2]) or 0
    assert year.standing(eva) == (NORTH, "sympathiser")
    assign = f"/contacts/{ids.show(eva)}/assign/"
    assert year.finds(clara, assign, record)
    assert year.does(clara, assign, contact=ids.show(CLARA)) == record
    year.on(3, 3)
    spoken = {"kind": "visit", "text": "She lit a lamp.", "next_step": "Call her", "next_by": "2025-03-05"}
    year.does(clara, f"/contacts/{ids.show(eva)}/report/", day="2025-03-03", **spoken)
    year.on(3, 6)
    assert year.finds(clara, "/contacts/", "/")  # the next step is overdue
    year.does(clara, f"/contacts/{ids.show(eva)}/report/", day="2025-03-06", kind="call", text="She will apply.")
    assert not year.finds(clara, '/contacts/"><b', "/")
    return eva


def she_becomes_a_member(year: Year, eva: int, herself: Client, clara: Client, anna: Client) -> None:
    desk = f"/admission/{ids.show(eva)}/"
    year.does(herself, f"{desk}apply/")
    assert year.finds(clara, desk, "/inbox/")
    assert year.finds(clara, desk, f"/people/{ids.show(eva)}/")
    year.does(clara, f"{desk}ask/", sponsor=ids.show(ANNA))
    (asked,) = re.findall(r'href="(/admission/asked/[\w-]+/)"', anna.get("/inbox/").content.decode())
    year.does(anna, asked)  # signed in with her office, she answers for herself

    meeting = year.does(
        clara, "/units/N/meetings/call/", day="2025-03-10", hour="19:00", place="Hall", agenda="Eva\nOil"
    )
    year.on(3, 10)
    year.does(clara, f"{meeting}presence/", present=[ids.show(CLARA), ids.show(BORIS)], guest_others="1",
              guest_members="0", guest_candidates="0", guest_sympathisers="0")  # fmt: skip
    year.does(clara, f"{meeting}decide/", title="Oil", text="Oil is bought.", votes_for="1", votes_against="0",
              abstained="0")  # fmt: skip
    held = meeting.split("/")[2]
    form = clara.get(f"{desk}decide/").content.decode()
    assert re.findall(r'<option value="([\w-]+)"', form) == [held]
    year.does(clara, f"{desk}decide/", present="2", votes_for="1", votes_against="0", meeting=held)
    year.on(3, 12)
    year.does(anna, f"{desk}confirm/")
    assert year.standing(eva) == (NORTH, "candidate")

    year.on(9, 15)
    assert year.finds(clara, "/admission/many/promotions/", "/inbox/")
    page = clara.get("/admission/many/promotions/").content.decode()
    (token,) = re.findall(r'name="token" value="(\w+)"', page)
    ticked = re.findall(r'name="person" value="([\w-]+)"', page)
    clara.post("/admission/many/promotions/", {"token": token, "on": year.day.isoformat(), "person": ticked})
    assert (ticked, year.standing(eva)) == ([ids.show(eva)], (NORTH, "member"))


def she_moves(year: Year, eva: int, herself: Client, clara: Client, david: Client) -> None:
    year.on(10, 1)
    year.does(herself, "/transfers/ask/", receiving="S", grounds="I moved house.")
    assert year.finds(clara, "/transfers/", "/inbox/")
    year.does(clara, f"/transfers/{ids.show(eva)}/release/", receiving="S")
    assert [year.finds(david, "/transfers/", page) for page in ("/", "/inbox/")] == [True, True]
    year.on(10, 3)
    year.does(david, f"/transfers/{ids.show(eva)}/receive/")
    assert year.standing(eva) == (SOUTH, "member")


def her_record(year: Year, eva: int, herself: Client, david: Client, anna: Client) -> None:
    year.does(herself, "/own/consent/email/")
    year.does(herself, "/own/correction/", field="born", wanted="1990-02-03", grounds="My passport.")
    asked = f"/requests/{year.number('request', 'request')}/"
    assert year.finds(david, "/requests/", "/")
    year.does(david, asked, decision="granted", grounds="Seen.")
    year.does(david, f"/people/{ids.show(eva)}/amend/", **{"facts.born": "1990-02-03", "evidence": "passport"})

    year.does(david, "/exports/new/", what="people", form="csv", purpose="Letters to all", expires="2025-10-10")
    export = f"/exports/{year.number('export', 'export')}/"
    assert [year.finds(anna, "/exports/", page) for page in ("/", "/inbox/")] == [True, True]
    assert david.get(f"{export}file").status_code == 404
    year.does(anna, f"{export}approve/")
    sent = b"".join(david.get(f"{export}file").streaming_content).decode()  # type: ignore[attr-defined]
    assert sorted(line.split(",")[1] for line in sent.splitlines()[1:]) == ["Andrews", "Dale", "Evans"]


def she_is_excluded_and_appeals(year: Year, eva: int, herself: Client, david: Client, anna: Client) -> None:
    year.on(11, 1)
    year.does(david, f"/people/{ids.show(eva)}/exclude/", grounds="She put lamps out.", heard="2025-10-30")
    year.on(11, 5)
    year.does(herself, f"/admission/{ids.show(eva)}/appeal/?of=exclusion", grounds="It was the wind.")
    appeal = f"/admission/appeals/{year.number('appeal', 'appeal')}/"
    assert year.finds(anna, appeal, "/inbox/")
    year.does(david, f"{appeal}reply/", reply="She was near.")
    year.does(anna, f"{appeal}decide/", upheld="on", grounds="It was the wind.")
    assert year.standing(eva) == (SOUTH, "member")


def the_branch_is_counted_anew_and_takes_over_another(year: Year, david: Client, anna: Client) -> None:
    year.on(12, 1)
    roll = year.does(david, "/units/S/reregistration/", until="2025-12-31")
    assert year.finds(david, roll, "/units/S/")
    everybody = re.findall(r'name="people" value="([\w-]+)"', david.get(f"{roll}confirm/").content.decode())
    year.does(david, f"{roll}confirm/", people=everybody)
    year.does(david, f"{roll}close/")
    year.on(1, 1, 2026)
    year.does(anna, "/units/S/merge/", units=["N"])
    assert year.standing(CLARA) == (SOUTH, "member")


STEPS = [
    "person.record", "sympathiser.assign", "sympathiser.report", "admission.apply", "admission.ask_sponsor",
    "admission.recommend", "admission.decide", "admission.confirm", "admission.promote", "membership.ask_transfer",
    "membership.transfer", "membership.receive", "consent.give", "right.ask_correction", "right.answer", "person.amend",
    "membership.exclude", "appeal.lodge", "appeal.reply", "appeal.decide", "right.ask_access",
]  # fmt: skip


def she_reads_everything(year: Year, herself: Client) -> list[str]:
    """The acts of which her copy of everything tells, in the order of their first entries.

    What was entered of many at once, or of the unit, stands in the tables of the copy and among those who looked.
    """
    year.does(herself, "/own/copy/ask/")
    package = json.loads(herself.get("/own/copy/record.json/").content)
    tables = package["tables"]
    assert [one["outcome"] for one in tables["reregistration_outcome"]] == ["confirmed"]
    assert [one["counted_from"] for one in tables["standing"]][-1] == "2025-09-15"
    assert [one["purpose"] for one in package["looks"] if "Letters" in one["purpose"]] == ["exported: Letters to all"]
    return list(dict.fromkeys(one["act"] for one in package["entries"]))


FILES = "written anew: nothing is left in them"


def she_goes(year: Year, eva: int, herself: Client, david: Client, anna: Client) -> None:
    year.on(2, 1, 2026)
    year.does(david, f"/people/{ids.show(eva)}/leave/")
    year.does(herself, "/own/erasure/")
    asked = f"/requests/{year.number('request', 'request')}/"
    year.does(david, asked, decision="granted", grounds="She left.")
    year.does(anna, f"{asked}erase/")
    with year.league.register() as register:
        assert register.name(eva) is None
    told = [anna.get("/requests/?take=erased.csv").content.decode().count(FILES)]
    done = [
        scrubbing.work(year.league.database, year.folder) for _ in range(2)
    ]  # the second time nothing is left to do
    told.append(anna.get("/requests/?take=erased.csv").content.decode().count(FILES))
    assert (done, told) == ([True, False], [0, 1])
