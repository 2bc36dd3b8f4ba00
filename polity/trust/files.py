"""T12: a file made to do harm is refused in a plain sentence, in bounded time and memory; no formula comes out."""

import csv
import dataclasses
import io
import json
import re
import resource
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from polity.acts import Authority, Refused, enact, people
from polity.imports import apart, work
from polity.imports.examining import Examination, examined
from polity.imports.limits import Limits
from polity.pages import own, tables
from polity.readings import exports, files, rights
from polity.readings.house import House, Scope
from polity.register.forms import PersonId, UnitId
from polity.trust.hostile import Hostile, hostile, mixed
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.world import World
from polity.words import ids
from polity.words.sheets import unguarded

FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BEGINNINGS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "'=1+1", "=HYPERLINK(\"http://x.example\",\"a\")", "\t=1+1", "\r=1+1",
              "=cmd|' /C calc'!A0", "Green\n=1+1", "\N{FULLWIDTH EQUALS SIGN}1+1")  # fmt: skip
BOOKS = ("people.csv", "people.xlsx", "people.jsonl", "people.json")


def tries(world: World, size: Size) -> Tried:
    """Examine files that were made to do harm, then let people with names like formulas go out in every form."""
    broken: list[str] = []
    mixes = {"planted": 0, "quick": 12, "full": 20_000}[size]
    with world.copy() as house:
        today = world.today(house)
        by = Authority("operator", "2026-01-01T00:00:00+00:00", world.random.randbytes)
        bodies = [*hostile(size == "planted"), *(mixed(world.random, at) for at in range(mixes))]
        before = _entries(house)
        for one in bodies:
            broken += [f"{one.name}: {what}" for what in _harm(world, house, one, today, by)]
        if _entries(house) != before:
            broken.append("examining a file entered something")
        count, formulas = _come_out(world, house, today)
    return len(bodies) + count, broken + formulas


def _entries(house: House) -> tuple[int, ...]:
    with house.database.owner() as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM journal_entry), (SELECT count(*) FROM subject), (SELECT count(*) FROM unit)"
        ).fetchone()
    return tuple(found or ())


# --- in --------------------------------------------------------------------------------------------------------------


def _harm(world: World, house: House, one: Hostile, today: date, by: Authority) -> Iterator[str]:
    """What a file did that it must not."""
    folder = world.folder / f"hostile {world.random.getrandbits(64):x}"
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    path = folder / one.name
    path.write_bytes(one.body)
    held = blake2b(one.body).digest()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        with examined(path, "people", house=house, on=today, by=by, limits=work.LIMITS, scratch=scratch) as found:
            yield from _said(one, found)
    except Exception as problem:
        yield f"it was let out of the reader as {type(problem).__name__}: {problem}"[:300]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if seconds > one.seconds:
        yield f"reading it took {seconds:.1f} s of a processor, where {one.seconds:.1f} s are bearable"
    if after.ru_maxrss > before.ru_maxrss and after.ru_maxrss << 10 > work.LIMITS.room:
        yield f"reading it took {after.ru_maxrss >> 10} MiB"
    if sorted(one.name for one in folder.rglob("*")) != sorted([one.name, "scratch"]):
        yield "something was written beside it"
    if blake2b(path.read_bytes()).digest() != held:
        yield "it was altered"
    path.unlink()


def _said(one: Hostile, found: Examination) -> Iterator[str]:
    codes = {fault.code for fault in found.listing}
    if one.refused and one.refused not in codes:
        yield f"it was not refused as {one.refused}, but {', '.join(sorted(codes)) or 'read'}"
    for fault in found.listing:
        if not fault.says or not fault.remedy or "{" in fault.code:
            yield f"{fault.code} says nothing"
        if fault.row == 0 and fault.code.split(".")[0] not in ("file", "sheet", "header"):
            yield f"{fault.code} does not say where"
        if any(unicodedata.category(letter)[0] == "C" for letter in fault.says + fault.remedy):
            yield f"{fault.code} shows what upsets a screen"
    if one.most is not None and found.new + found.same + found.changed > one.most:
        yield f"{found.new} rows of it would be entered"


# --- out -------------------------------------------------------------------------------------------------------------


def _come_out(world: World, house: House, today: date) -> tuple[int, list[str]]:
    """Record people with names like formulas and look into every file that they go out in."""
    with house.register(scope=Scope(day=today, whole=True)) as register:
        register.cursor.execute(
            "SELECT u.unit FROM unit u WHERE u.valid @> %s AND upper_inf(u.valid) ORDER BY u.unit DESC LIMIT 1", [today]
        )
        unit = int(register.cursor.fetchall()[0][0])
        officer = world.officer(register, unit)
    names: dict[int, str] = {}
    for beginning in BEGINNINGS:
        person = ids.of_bytes(world.random.randbytes(8))
        act = people.Record(on=today, person=PersonId(person), unit=UnitId(unit), family=beginning, given=beginning)
        try:
            enact(act, by=officer, database=house.database)
        except Refused:
            continue
        names[person] = beginning
    broken, count = [], 0
    for name in BOOKS:
        to = world.folder / f"{world.random.getrandbits(64):x} {name}"
        exports.export(house, "people", to, on=today, scope=Scope(day=today, whole=True))
        broken += [f"{name}: {what}" for what in _formulas(to, names)]
        count += 1
        to.unlink()
    for name, text in _tables(house, names, today):
        broken += [f"{name}: {what}" for what in _in_cells(csv.reader(io.StringIO(text)))]
        count += 1
    return count + len(names), broken


def _tables(house: House, names: dict[int, str], today: date) -> Iterator[tuple[str, str]]:
    """Tables that pages write, with the same texts in them."""
    shown = tables.Table("t", "t", [tables.Column("name", "Name")], [[text] for text in BEGINNINGS])
    yield "a table of a page", shown.csv()
    person = min(names)
    package = rights.package(house, person, scope=Scope(day=today, whole=True))
    yield "a copy of one's own record", own.sheet(package or {})


def _formulas(path: Path, names: dict[int, str]) -> Iterator[str]:
    """What in a file a sheet would calculate, and whose name is not the one that was entered."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        yield from _in_cells(rows)
        at = {name: number for number, name in enumerate(rows[0])}
        yield from _lost({one[at["id"]]: unguarded(one[at["family"]]) for one in rows[1:]}, names)
    elif path.suffix == ".xlsx":
        yield from _in_sheet(path)
    elif path.suffix == ".jsonl":
        told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        yield from _lost({one["id"]: one["family"] for one in told}, names)
    else:
        told = json.loads(path.read_text(encoding="utf-8"))["persons"]
        yield from _lost({str(one["id"]).rsplit("/", 1)[-1]: one["family_name"] for one in told}, names)


def _lost(told: dict[str, str], names: dict[int, str]) -> Iterator[str]:
    for person, name in names.items():
        if told.get(ids.show(person)) != name:
            yield f"the name {name!r} came out as {told.get(ids.show(person))!r}"


def _in_cells(rows: Any) -> Iterator[str]:
    for line in rows:
        for cell in line:
            if FORMULA.match(cell) and not NUMBER.fullmatch(cell):
                yield f"a cell begins as a formula does: {cell[:40]!r}"


def _in_sheet(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            text = archive.read(part).decode("utf-8", "replace")
            if part.startswith("xl/worksheets/") and re.search(r"<f[ >/]", text):
                yield "a cell holds a formula"
            if 'TargetMode="External"' in text or part.startswith("xl/externalLinks"):
                yield "the sheet leads elsewhere"
            for cell in re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", text):
                if FORMULA.match(cell):
                    yield f"a cell begins as a formula does: {cell[:40]!r}"


# --- faults ----------------------------------------------------------------------------------------------------------


@contextmanager
def _without_limits(world: World) -> Iterator[None]:
    """The process that reads is told no bounds but of its memory."""
    answers = apart._answers
    wide = Limits(
        size=1 << 40, line=1 << 40, cell=1 << 40, columns=1 << 40, spanned=1 << 40, rows=1 << 40, unzipped=1 << 40,
        ratio=1 << 40,
    )  # fmt: skip

    def unbounded(file: Path, limits: Limits, asked: dict[str, Any]) -> Any:
        return answers(file, dataclasses.replace(wide, room=limits.room, memory=limits.memory), asked)

    with replaced(apart, "_answers", unbounded):
        yield


@contextmanager
def _unescaped(world: World) -> Iterator[None]:
    """Texts go out as they are."""
    with replaced(files, "guarded", str):
        yield


@contextmanager
def _unescaped_tables(world: World) -> Iterator[None]:
    """What pages write goes out as it is."""
    with replaced(tables, "guarded", str), replaced(own, "guarded", str):
        yield


FAULTS: Sequence[Fault] = (
    Fault("files are read without limits", _without_limits),
    Fault("an export does not escape", _unescaped),
    Fault("a table does not escape", _unescaped_tables),
)

row(
    Row(
        "T12",
        "hostile files",
        "A file made to do harm is refused where it does, within bounds; no formula survives a file that goes out.",
        tries,
        FAULTS,
    )
)
