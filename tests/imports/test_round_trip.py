"""What is exported and imported again changes nothing, in any form; and no cell of a file is a formula."""

import csv
import json
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from polity.acts import people, units
from polity.imports.examining import What
from polity.journal import seal, sealer
from polity.readings.exports import export
from polity.readings.files import Unwritable
from polity.readings.house import Scope
from polity.register.forms import PersonId, UnitId
from tests.imports.desk import DAY, Importing, many
from tests.league import NORTH, WHOLE

NAMES = ["=1+1", "+7", "-2", "@sum", "'=1", "''+x", "'t Hooft", 'say "A"', "a,b", " padded ", "Жуков", "e\u0301", "\tx"]


def strange(importing: Importing) -> int:
    """Enter people with names that files trip over. Returns how many people and units there are then."""
    league = importing.league
    for at, name in enumerate(NAMES):
        facts = {"workplace": name, "months_owed": at, "sex": "female", "born": "1980-02-29"}
        recorded = people.Record(
            on=date(2024, 5, 6), person=PersonId(7000 + at), unit=UnitId(NORTH), family=name, given=name, facts=facts
        )
        league.enact(recorded)
    return len(NAMES) + 2


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("what", ["people", "units"])
def test_what_is_exported_changes_nothing_when_imported(importing: Importing, what: What, form: str) -> None:
    everybody = strange(importing)
    importing.league.enact(units.Rename(on=date(2025, 1, 1), unit=UnitId(NORTH), title="=North", code="NN"))
    path = importing.folder / f"out.{form}"

    rows = export(importing.league.house, what, path, on=DAY, scope=WHOLE)

    wanted = everybody if what == "people" else 3
    assert (rows, importing.faults(path, what)) == (wanted, [])
    assert importing.counts(path, what) == {"new": 0, "same": wanted, "changed": 0, "refused": 0}


def test_an_export_founds_another_register(importing: Importing) -> None:
    importing.enter(importing.file("family,given,unit,standing,since,sex,born", *many(5)))
    path = importing.folder / "people.csv"
    export(importing.league.house, "people", path, on=DAY, scope=WHOLE)
    rows = list(csv.reader(path.open(encoding="utf-8")))
    copied = importing.folder / "copy.csv"
    with copied.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[1:] for row in rows[:1]] + [["New" + row[1], *row[2:]] for row in rows[1:]])

    assert importing.counts(copied) == {"new": 7, "same": 0, "changed": 0, "refused": 0}


def test_no_cell_is_a_formula(importing: Importing) -> None:
    strange(importing)
    separated, sheet = importing.folder / "people.csv", importing.folder / "people.xlsx"
    for path in (separated, sheet):
        export(importing.league.house, "people", path, on=DAY, scope=WHOLE)

    cells = [cell for row in csv.reader(separated.open(encoding="utf-8", newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    with zipfile.ZipFile(sheet) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert [page.count("<f>"), page.count("<t>="), page.count("<row ")] == [0, 0, len(NAMES) + 3]


def test_parquet_holds_typed_columns(importing: Importing) -> None:
    everybody = strange(importing)
    path = importing.folder / "people.parquet"

    rows = export(importing.league.house, "people", path, on=DAY, scope=WHOLE)

    found = duckdb.sql(
        f"SELECT count(*), typeof(any_value(since)), typeof(any_value(months_owed)), sum(months_owed),"
        f" count(*) FILTER (family = '=1+1') FROM '{path}'"
    ).fetchall()
    assert (rows, found) == (everybody, [(everybody, "DATE", "BIGINT", sum(range(len(NAMES))), 1)])


def test_an_export_shows_nothing_beyond_the_scope(importing: Importing) -> None:
    path = importing.folder / "north.jsonl"
    north = Scope(day=DAY, unit=NORTH)

    export(importing.league.house, "people", path, on=DAY, scope=north)
    names = [json.loads(line)["family"] for line in path.read_text().splitlines()]
    export(importing.league.house, "units", path, on=DAY, scope=north)
    codes = [json.loads(line)["code"] for line in path.read_text().splitlines()]

    assert (names, codes) == (["Brown"], ["N"])


def test_the_journal_goes_out_as_it_was_sealed(importing: Importing) -> None:
    league = importing.league
    lines, table = importing.folder / "journal.jsonl", importing.folder / "journal.csv"

    rows = [export(league.house, "journal", path, on=DAY, scope=WHOLE) for path in (lines, table)]

    with league.register() as register:
        number, head = sealer.last(register.cursor)
    with lines.open("rb") as file:
        assert list(seal.verify(file, head=head)) == []
    last = list(csv.DictReader(table.open(encoding="utf-8")))[-1]
    assert (rows, last["number"], last["seal"]) == ([number, number], str(number), head)


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(importing: Importing) -> None:
    said = []
    for name in ("people.doc", "absent/people.csv"):
        with pytest.raises(Unwritable) as refusal:
            export(importing.league.house, "people", importing.folder / name, on=DAY, scope=WHOLE)
        said.append(refusal.value.remedy)

    assert said == ["Let it end in one of: .csv, .jsonl, .xlsx, .parquet.", "Name a folder that may be written."]
    assert [path.name for path in Path(importing.folder).iterdir()] == []
