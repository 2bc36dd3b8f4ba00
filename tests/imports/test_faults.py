"""Files with faults: each is named by row and column, all of them are found, and nothing else is."""

import re
from pathlib import Path

import pytest

from polity.acts import organisation, people
from polity.imports import Limits
from polity.imports.faults import FAULTS
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.words import ids
from tests.imports.desk import DAY, HEADER, Importing, many
from tests.imports.planted import planted
from tests.league import ANNA, BORIS, SOUTH


def test_a_thousand_planted_faults_are_reported_exactly(importing: Importing) -> None:
    text, expected = planted(rows=2_000, faults=1_000, seed=1923)
    path = importing.folder / "people.csv"
    path.write_bytes(text)
    before = importing.league.state()

    with importing.opened(path) as found:
        told = sorted((fault.row, fault.column, fault.code) for fault in found.listed())
        counted = (found.rows, found.new, found.same, found.changed, found.refused, found.faults)

    assert told == expected
    assert counted == (2_000, 1_000, 0, 0, 1_000, len(expected))
    assert importing.league.state() == before


@pytest.mark.parametrize(
    ("header", "told"),
    [
        pytest.param("", [(0, "", "file.empty")], id="empty"),
        pytest.param("\n\n", [(0, "", "file.empty")], id="blank"),
        pytest.param("apples,pears\n1,2\n", [(1, "", "header.none")], id="no header"),
        pytest.param("family,unit,since\nA,B\n", [(1, "standing", "header.missing")], id="missing"),
        pytest.param(f"{HEADER},famly\n", [(1, "famly", "header.unknown")], id="unknown"),
        pytest.param(f"{HEADER},sex\n", [(1, "sex", "header.twice")], id="twice"),
        pytest.param(HEADER.replace(",", "\r"), [(0, "", "file.ends")], id="lines end by CR"),
    ],
)  # fmt: skip
def test_a_wrong_header_is_said_by_column(importing: Importing, header: str, told: list[tuple[int, str, str]]) -> None:
    path = importing.folder / "people.csv"
    path.write_text(header, newline="")

    assert importing.faults(path) == told


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x1f\x8b\x08\x00", "a compressed file (gzip)"),
        (bytes(range(256)), "a file of bytes"),
    ],
)
def test_a_file_that_is_no_text_is_said_to_be_what_it_is(importing: Importing, start: bytes, what: str) -> None:
    path = importing.folder / "people.csv"
    path.write_bytes(start * 10)

    assert importing.says(path) == [f"This is {what}, not a text file. Save it as CSV in UTF-8, or as JSON Lines."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark", "utf-16-be-with-mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_line_ends_and_separators_are_read_alike(
    importing: Importing, encoding: str, ends: str, separator: str
) -> None:
    lines = [
        line.replace(",", separator) for line in [HEADER, *many(3), "Жуков,Ё,S,member,2021-01-01,female,1980-01-01"]
    ]
    text = ends.join(lines)
    if encoding.endswith("-with-mark"):
        text, encoding = "\ufeff" + text, encoding.removesuffix("-with-mark")
    path = importing.folder / "people.csv"
    path.write_bytes(text.encode(encoding))

    assert importing.counts(path) == {"new": 4, "same": 0, "changed": 0, "refused": 0}


@pytest.mark.parametrize(
    ("name", "encoding", "guess"), [("Жуков", "cp1251", "Windows-1251"), ("Gómez", "cp1252", "Windows-1252")]
)
def test_another_encoding_is_named_with_its_byte(importing: Importing, name: str, encoding: str, guess: str) -> None:
    path = importing.folder / "people.csv"
    line = f"{name},A,S,member,2021-01-01,female,1980-01-01\n"
    path.write_bytes(f"{HEADER}\n{many(1)[0]}\n{line}".encode(encoding))
    byte = len(f"{HEADER}\n{many(1)[0]}\n") + next(at for at, letter in enumerate(name) if ord(letter) > 127) + 1

    assert importing.faults(path) == [(3, "family", "cell.encoding")]
    assert importing.says(path) == [f"Byte {byte} of the file is not UTF-8, perhaps {guess}. Save the file as UTF-8."]


def test_caps_hold(importing: Importing) -> None:
    limits = Limits(size=100_000, line=500, cell=40, columns=8)
    row = "{},A,S,member,2021-01-01,female,1980-01-01"
    long_cell, long_line = row.format("x" * 41), row.format("y" * 600)
    path = importing.file(HEADER, row.format("Short"), long_cell, long_line, row.format("Last"))
    assert importing.faults(path, limits=limits) == [(3, "family", "cell.long"), (4, "", "row.long")]

    endless = importing.folder / "endless.csv"
    endless.write_text(f"{HEADER}\n{row.format('A')}\n" + "z" * 3_000_000)
    assert importing.faults(endless, limits=Limits(line=500)) == [(3, "", "row.long")]
    assert importing.faults(endless, limits=limits) == [(0, "", "file.size")]
    wide = importing.file(HEADER + ",a,b")
    assert importing.faults(wide, limits=limits) == [(1, "", "header.wide")]


def test_cells_may_span_lines_and_one_never_closed_spoils_only_its_row(importing: Importing) -> None:
    header = "family,workplace,unit,standing,since"
    path = importing.file(
        header,
        'A,"Mill ""Star"",',
        'by the river",S,member,2021-01-01',
        'B,"never closed,S,member,2021-01-01',
        "C,Mill,S,member,2021-01-01",
        'D,"closed",S,member,20210101',
    )

    assert importing.faults(path) == [(4, "workplace", "cell.open"), (6, "since", "day.form")]


def test_json_lines_are_named_by_line_and_key(importing: Importing) -> None:
    rest = '"unit": "S", "standing": "member", "since": "2021-01-01"'
    path = importing.file(
        f'{{"family": "A", {rest}}}',
        f'{{"family": "B", {rest}, ',
        "[1, 2]",
        f'{{"family": "C", {rest}, "given": 1.5}}',
        f'{{"family": "D", {rest}, "given": {{"a": 1}}}}',
        f'{{"family": "E", {rest}, "shoe": "43"}}',
        f'{{"family": "F", {rest}, "given": "a\\u0000b"}}',
        f'{{"family": "G", {rest}, "given": "\\ud800"}}',
        f'{{"family": "H", {rest}, "sex": "x", "sex": "female"}}',
        name="people.jsonl",
    )

    assert importing.faults(path) == [
        (2, "", "row.json"),
        (3, "", "row.json"),
        (4, "given", "cell.kind"),
        (5, "given", "cell.kind"),
        (6, "shoe", "header.unknown"),
        (7, "given", "cell.control"),
        (8, "given", "cell.control"),
        (9, "sex", "header.twice"),
    ]


def test_a_spell_that_the_register_has_otherwise_is_refused_with_its_remedy(importing: Importing) -> None:
    header, person = "id,family,given,unit,standing,since,until", ids.show(ANNA)
    told = []
    for row in (
        f"{person},Andrews,A,N,member,2023-01-01,",
        f"{person},Andrews,A,S,candidate,2023-01-01,",
        f"{person},Andrews,A,S,member,2023-01-01,2024-01-01",
        f"{person},Andrews,A,S,member,2023-05-01,",
        ",Andrews,A,S,member,2024-05-01,",
    ):
        told += importing.faults(importing.file(header, row))

    assert told == [
        (2, "unit", "spell.differs"),
        (2, "standing", "spell.differs"),
        (2, "until", "spell.differs"),
        (2, "since", "spell.further"),
        (2, "since", "spell.further"),
    ]


def test_two_who_cannot_be_told_apart_are_refused(importing: Importing) -> None:
    same = "Twin,T,S,member,2021-01-01,female,1980-01-01"
    path = importing.file(HEADER, same, same)
    assert importing.says(path) == ["The same person stands in row 2 already. Keep one of the two rows."]
    for number in ("1111-1111-1111", "2222-2222-2222"):
        importing.enter(importing.file(f"id,{HEADER}", f"{number},{same}"))

    assert importing.faults(importing.file(HEADER, same)) == [(2, "family", "person.several")]


def test_a_file_that_is_not_there_is_said(importing: Importing) -> None:
    assert importing.faults(importing.folder / "absent.csv") == [(0, "", "file.none")]
    assert importing.faults(Path(importing.folder)) == [(0, "", "file.none")]


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_every_fault_says_what_is_wrong_and_what_helps(code: str) -> None:
    says, remedy = FAULTS[code]
    shown = [text.format(value="v", column="c", detail="d", more="m") for text in (says, remedy)]

    assert [bool(re.search(r"\b(invalid|errors?|denied|illegal)\b", text, re.I)) for text in shown] == [False, False]
    assert [text[-1:] in (".", "d", "m", "v") for text in shown] == [True, True]


def test_an_id_of_somebody_erased_or_of_something_else_is_refused(importing: Importing) -> None:
    league, post = importing.league, 8001
    league.enact(organisation.Declare(on=DAY, kind="post", label="Post"))
    league.enact(people.Declare(on=DAY, subject=SubjectId(post), kind="post", label="Keeper", unit=UnitId(SOUTH)))
    league.enact(people.EraseAct(on=DAY, person=PersonId(BORIS), grounds="asked for"))
    path = importing.file(
        "id,family,unit,standing,since",
        f"{ids.show(BORIS)},Brown,N,sympathiser,2023-01-01",
        f"{ids.show(post)},Keeper,S,member,2023-01-01",
    )

    assert importing.faults(path) == [(2, "id", "id.erased"), (3, "id", "id.kind")]
