"""Files brought in through the pages: mapped, examined, mended, entered and taken back, within what one may see."""

import io
import time
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from polity.acts import people
from polity.imports import jobs
from polity.pages import opened
from polity.readings.check import check
from tests.league import ANNA, BORIS, NORTH, SOUTH, WHOLE, League
from tests.pages.offices import appoint, pages_of, signed_in

STONE = 3001
HEAD = "Surname;First name;Date of birth;Branch;Status;Joined\n"


@pytest.fixture
def browser(league: League) -> Iterator[Client]:
    """The secretary of North, who is Stone."""
    league.member(STONE, NORTH, "Stone", date(2022, 1, 1))
    appoint(league, STONE, NORTH)
    with pages_of(league):
        yield signed_in(STONE, "secretary", NORTH)


def sent(text: str, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def brought(browser: Client, text: str, name: str = "people.csv") -> str:
    """Bring a file in, and give the address of its import."""
    answer = browser.post("/imports/", {"file": sent(text, name)})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    return str(answer["Location"])


def said(browser: Client, at: str, **form: object) -> None:
    answer = browser.post(at, form)
    assert answer.status_code == 303, answer.content.decode()[-2000:]


def waited(browser: Client, at: str) -> jobs.Job:
    """Wait until nothing is being done any more."""
    for _ in range(300):
        job = jobs.find(
            opened.house().database, at.strip("/").split("/")[-1], person=STONE, office="secretary", unit=NORTH
        )
        assert job is not None
        if job.state not in jobs.WORKING:
            return job
        time.sleep(0.1)
    raise AssertionError("the work did not end")


def examined(browser: Client, text: str, **form: object) -> tuple[str, jobs.Job]:
    at = brought(browser, text)
    page = browser.get(at)
    columns = {
        f"column-{number}": column
        for number, column in enumerate(["family", "given", "born", "unit", "standing", "since"])
    }
    assert page.status_code == 200
    said(browser, at, do="examine", days="dmy", **columns, **form)
    return at, waited(browser, at)


def test_a_file_is_mapped_examined_mended_entered_and_taken_back(league: League, browser: Client) -> None:
    before = league.census(date(2025, 3, 1)).total
    at, job = examined(
        browser,
        HEAD + "Green;Ada;03.04.1990;N;member;01.02.2024\nGrey;Bea;04.05.1991;N;memberr;01.02.2024\n",
        keep="our sheet",
    )
    assert job.held["counts"] == {"rows": 2, "new": 1, "changed": 0, "same": 0, "refused": 1}

    mend = browser.get(f"{at}rows/?take=mend.csv").content.decode("utf-8-sig").splitlines()
    assert mend[0] == "row,what is wrong,the remedy,family,given,born,unit,standing,since"
    browser.post(at, {"do": "mend", "file": sent("\n".join(mend).replace(",memberr,", ",member,"), "mended.csv")})
    job = waited(browser, at)
    assert job.held["counts"] == {"rows": 2, "new": 2, "changed": 0, "same": 0, "refused": 0}

    said(browser, at, do="enter")
    job = waited(browser, at)
    assert (job.state, job.held["entered"]) == ("entered", 2)
    assert league.census(date(2025, 3, 1)).total == before + 2

    said(browser, at, do="withdraw")
    job = waited(browser, at)
    assert (job.state, job.held["undone"], job.held["left"]) == ("withdrawn", 2, [])
    assert league.census(date(2025, 3, 1)).total == before
    assert [finding.says for finding in check(league.house, scope=WHOLE) if not finding.holds] == []


def test_the_columns_of_a_file_are_suggested_and_kept_by_name(browser: Client) -> None:
    examined(browser, HEAD + "Green;Ada;03.04.1990;N;member;01.02.2024\n", keep="our sheet")
    again = brought(browser, HEAD + "White;Eva;13.04.1990;N;member;01.02.2024\n")
    job = waited(browser, again)

    assert job.held["suggested"] == {
        "surname": "family", "first name": "given", "date of birth": "born", "branch": "unit", "status": "standing",
        "joined": "since",
    }  # fmt: skip
    assert job.held["order"] == "dmy"
    assert "<option selected>our sheet</option>" in browser.get(again).content.decode()


def test_what_lies_outside_is_answered_as_what_is_not_there(league: League, browser: Client) -> None:
    def fates(unit: str) -> list[tuple[str, str, str]]:
        at, _ = examined(browser, HEAD + f"Green;Ada;03.04.1990;{unit};member;01.02.2024\n")
        page = browser.get(f"{at}rows/?fate=refused&take=refused-rows.csv").content.decode()
        return [tuple(line.replace(unit, "X").split(",")) for line in page.splitlines()]  # type: ignore[misc]

    outside = fates("S")
    assert outside == fates("Q")
    assert [row[2] for row in outside] == ["Column", "unit"]


def test_a_changed_record_is_left_when_the_import_is_taken_back(league: League, browser: Client) -> None:
    at, _ = examined(browser, HEAD + "Green;Ada;03.04.1990;N;member;01.02.2024\nBlue;Bea;;N;member;01.02.2024\n")
    said(browser, at, do="enter")
    waited(browser, at)
    with league.register() as register:
        register.cursor.execute("SELECT person FROM person_name WHERE family = 'Green'")
        green = register.cursor.fetchall()[0][0]
    league.enact(people.Amend(on=date(2025, 3, 1), person=green, facts={"workplace": "Harbour"}))

    said(browser, at, do="withdraw")
    job = waited(browser, at)

    assert (job.held["undone"], job.held["left"]) == (1, [green])


def test_a_changed_row_is_entered_by_its_own_act_and_taken_back(league: League, browser: Client) -> None:
    league.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, facts={"workplace": "Harbour"}))
    at = brought(browser, "family,given,unit,standing,since,workplace\nBrown,B,N,sympathiser,2023-01-01,Mill\n")
    columns = dict(enumerate(["family", "given", "unit", "standing", "since", "workplace"]))
    said(browser, at, do="examine", days="iso", **{f"column-{n}": name for n, name in columns.items()})
    assert waited(browser, at).held["counts"]["changed"] == 1

    said(browser, at, do="enter")
    waited(browser, at)
    with league.register() as register:
        assert register.facts(BORIS, on=date(2025, 3, 1))["workplace"] == "Mill"
    said(browser, at, do="withdraw")
    assert waited(browser, at).held["undone"] == 1
    with league.register() as register:
        assert register.facts(BORIS, on=date(2025, 3, 1))["workplace"] == "Harbour"


def test_another_officers_import_is_not_there(league: League, browser: Client) -> None:
    appoint(league, ANNA, SOUTH)
    at = brought(browser, HEAD)
    stranger = signed_in(ANNA, "secretary", SOUTH)

    assert stranger.get(at).status_code == 404
    assert stranger.get(f"{at}rows/").content == stranger.get("/imports/0123/rows/").content


def test_a_sheet_is_read_like_a_file_of_values(browser: Client) -> None:
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["family", "given", "born", "unit", "standing", "since"])
    sheet.write_row(1, 0, ["Green", "Ada", "", "N", "member"])
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_datetime(1, 2, date(1990, 4, 3), day)
    sheet.write_datetime(1, 5, date(2024, 2, 1), day)
    book.close()
    answer = browser.post("/imports/", {"file": SimpleUploadedFile("people.xlsx", held.getvalue())})
    at = answer["Location"]
    columns = dict(enumerate(["family", "given", "born", "unit", "standing", "since"]))
    said(browser, at, do="examine", days="iso", **{f"column-{n}": name for n, name in columns.items()})

    assert waited(browser, at).held["counts"] == {"rows": 1, "new": 1, "changed": 0, "same": 0, "refused": 0}


def test_where_the_server_was_stopped_the_import_says_so_and_goes_on(league: League, browser: Client) -> None:
    at, job = examined(browser, HEAD + "Green;Ada;03.04.1990;N;member;01.02.2024\n")
    job.state = "entering"
    jobs.keep(league.database, job, at=job.beat.replace(year=2020))  # type: ignore[union-attr]
    page = browser.get(at).content.decode()
    assert page.count('data-state="stopped"') == 1

    said(browser, at, do="again")
    job = waited(browser, at)

    assert (job.state, job.held["entered"]) == ("entered", 1)
