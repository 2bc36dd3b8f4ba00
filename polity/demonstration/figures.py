"""The sources and the register: every figure the party census states, and the question to the register that checks it.

Which question checks which record is data (`QUESTIONS`). Asking is left to whoever has a register: `stated_figures`
takes a callable that counts. Shares are compared at the precision in which the source prints them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol

from polity.demonstration.sources import rows, stated

CENSUS_DAY = date(1923, 4, 15)
EARLY_1922 = date(1922, 1, 1)
BEFORE_PURGE = date(1921, 8, 1)
Of = Literal["people", "nuclei", "contacts"]
Where = Mapping[str, Sequence[str]]
MEMBER: Where = {"standing": ("member",)}
CANDIDATE: Where = {"standing": ("candidate",)}


class Count(Protocol):
    """Counts what is so on a day.

    of      `people`; `nuclei`, units of that tier that stand; `contacts`, people who keep in touch with a sympathiser
    where   values by dimension of the census, several being alternatives
    under   the code of a unit; None is the whole organisation
    """

    def __call__(self, *, day: date, where: Where, under: str | None, of: Of) -> int: ...


@dataclass(frozen=True)
class Question:
    """What to count, and for a share also the whole it is a share of."""

    where: Where = field(default_factory=dict)
    day: date = CENSUS_DAY
    under: str | None = None
    of: Of = "people"
    whole: Where | None = None
    floor: bool = False  # the source says: no fewer than
    note: str = ""


def _share(where: Where, whole: Where, **more: object) -> Question:
    return Question(where={**whole, **where}, whole=whole, **more)  # type: ignore[arg-type]


def _kind(kind: str) -> Question:
    kinds = ("miscellaneous", "educational") if kind == "miscellaneous" else (kind,)
    note = "Educational nuclei are counted among the miscellaneous, as the national table does."
    return Question({**CANDIDATE, "unit_kind": kinds}, note=note if len(kinds) > 1 else "")


def _moscow(kind: str) -> Question:
    return _share({"unit_kind": (kind,)}, CANDIDATE, under="MOS")


BENCH_NOTE = "The source leaves the base open. Here it is all members."
OTHER_PARTIES = ("sr", "menshevik", "anarchist", "other")
QUESTIONS: dict[str, Question] = {
    "C001": Question(of="nuclei"),
    "C002": Question({"place": ("town",)}, of="nuclei"),
    "C004": Question(MEMBER),
    "C005": Question({**MEMBER, "place": ("town",)}),
    "C007": Question(CANDIDATE),
    "C008": Question({**CANDIDATE, "place": ("town",)}),
    "C015": _share({"social_category": ("worker",)}, MEMBER),
    "C016": _share({"social_category": ("peasant",)}, MEMBER),
    "C017": _share({"social_category": ("employee",)}, MEMBER),
    "C018": _share({"social_category": ("unascertained",)}, MEMBER),
    "C024": _share({"social_category": ("worker",)}, MEMBER, day=BEFORE_PURGE, note="Asked of a day before the purge."),
    "C025": _share({"social_category": ("worker",)}, MEMBER),
    "C028": Question({**MEMBER, "cohort": ("before 1917",)}),
    "C029": Question({**MEMBER, "cohort": ("1917",)}),
    "C030": Question({**MEMBER, "cohort": ("1919",)}),
    "C031": Question({**MEMBER, "cohort": ("1920",)}),
    "C034": Question({**MEMBER, "former_party": OTHER_PARTIES}),
    "C036": _share({"at_bench": ("true",)}, MEMBER, day=EARLY_1922, note=BENCH_NOTE),
    "C037": _share({"at_bench": ("true",)}, MEMBER, day=EARLY_1922, under="MOS", note=BENCH_NOTE),
    "C038": _kind("factory"),
    "C039": _kind("transport"),
    "C040": _kind("peasant"),
    "C041": _kind("military"),
    "C042": _kind("soviet"),
    "C043": _kind("miscellaneous"),
    "C052": _moscow("factory"),
    "C053": _moscow("soviet"),
    "C054": _moscow("military"),
    "C055": _moscow("educational"),
    "C056": _moscow("transport"),
    "C058": Question({"standing": ("sympathiser",)}, under="MOS"),
    "C059": Question(under="MOS", of="contacts"),
    "C063": Question(MEMBER, day=EARLY_1922),
    "C064": _share({"social_category": ("worker",)}, MEMBER, day=EARLY_1922),
    "C065": _share({"social_category": ("peasant",)}, MEMBER, day=EARLY_1922),
    "C066": _share({"social_category": ("employee",)}, MEMBER, day=EARLY_1922),
    "C067": _share({"social_category": ("unascertained",)}, MEMBER, day=EARLY_1922),
    "C069": Question(MEMBER, under="PET", note="The source gives the year 1922 only."),
    "C070": _share({"at_bench": ("true",)}, MEMBER, day=EARLY_1922, under="PET", note=BENCH_NOTE),
    "C072": Question(MEMBER, floor=True),
    "C073": Question(of="nuclei", floor=True),
}
ELEMENTARY = ("none", "elementary")
CLAIM = _share({"social_category": ("employee", "unascertained"), "education": ELEMENTARY}, MEMBER)
NOT_MEASURED: dict[str, str] = {
    "C026": "A claim, not a measure: it closes only if every clerk is counted, whatever the schooling (D09).",
    "C027": "The source leaves the number out.",
    "C044": "The stated total; its six parts add to 112,744 (D01). The 30 are within those of unstated kind.",
    "C061": "The table was lost in the transcription.",
    "C062": "A gift of wages; the register holds people and units.",
    "C068": "The source contradicts its own percentage (D08); the percentage is followed.",
    "C071": "Members represented at the congress, not members (D05).",
    "C074": "Another count, of 1922 (D12); the 32,000 of the census are followed.",
}


@dataclass(frozen=True)
class Figure:
    """One stated figure beside the register's."""

    record: str
    about: str
    place: str
    as_of: str
    source: str
    stated: str  # as printed; empty where the source gives none
    unit: str
    register: str | None  # at the precision of the source; None where the register cannot say
    verdict: Literal["equal", "as near as whole people allow", "at least", "differs", "not measurable"]
    note: str
    question: Question | None


def stated_figures(count: Count, *, parts: int = 1) -> list[Figure]:
    """Every record that a source states, with what the register says.

    parts   1 at full size; at the small size 100: stated counts are divided before they are compared
    """
    return [_figure(row, count, parts) for row in rows("census_1922") if row["kind"] == "stated"]


def _figure(row: dict[str, str], count: Count, parts: int) -> Figure:
    record = row["record_id"]
    question = QUESTIONS.get(record)
    about = f"{row['dimension']}: {row['category']}"
    register: str | None = None
    verdict: Literal["equal", "as near as whole people allow", "at least", "differs", "not measurable"]
    verdict, note = "not measurable", NOT_MEASURED.get(record, row["note"])
    if question is not None:
        register, verdict = _compared(question, row["value"], row["unit"], count, parts)
        note = question.note
    elif record == "C026":
        register = _claim(count)
    return Figure(
        record, about, row["place"], row["as_of"], row["source_id"], row["value"], row["unit"], register, verdict,
        note, question,
    )  # fmt: skip


def _compared(
    question: Question, value: str, unit: str, count: Count, parts: int
) -> tuple[str, Literal["equal", "as near as whole people allow", "at least", "differs"]]:
    found = count(day=question.day, where=question.where, under=question.under, of=question.of)
    if question.whole is None:
        expected = Fraction(value) / parts
        if question.floor:
            return str(found), "at least" if found >= expected else "differs"
        if found == expected:
            return str(found), "equal"
        return str(found), "as near as whole people allow" if abs(found - expected) <= 2 and parts > 1 else "differs"
    whole = count(day=question.day, where=question.whole, under=question.under, of=question.of)
    scale = 1000 if unit == "per mille" else 100
    shown = printed(found, whole, scale, decimals_of(value))
    if Fraction(shown or 0) == Fraction(value):
        return shown, "equal"
    near = abs(found - Fraction(value) * whole / scale) <= 2
    return shown, "as near as whole people allow" if near else "differs"


def decimals_of(value: str) -> int:
    """How many decimals a figure is printed with."""
    return len(value.partition(".")[2])


def printed(part: int, whole: int, scale: int, decimals: int) -> str:
    """A share with so many decimals, halves up; empty if there is no whole.

    >>> printed(182_040, 410_000, 1000, 0), printed(1, 8, 100, 1)
    ('444', '12.5')
    """
    if whole == 0:
        return ""
    tick = 10**decimals
    ticks = (2 * part * scale * tick + whole) // (2 * whole)
    return f"{ticks // tick}.{ticks % tick:0{decimals}}" if decimals else str(ticks)


def _claim(count: Count) -> str:
    """What the register gives for the claim on proletarian elements: workers, and others with little schooling."""
    members = count(day=CENSUS_DAY, where=MEMBER, under=None, of="people")
    workers = count(day=CENSUS_DAY, where={**MEMBER, "social_category": ("worker",)}, under=None, of="people")
    others = count(day=CENSUS_DAY, where=CLAIM.where, under=None, of="people")
    return printed(workers + others, members, 100, decimals_of(stated("C026")))


@dataclass(frozen=True)
class Discrepancy:
    """Two statements that do not agree, and the treatment chosen."""

    number: str
    topic: str
    one: str
    one_source: str
    other: str
    other_source: str
    difference: str
    treatment: str


def discrepancies() -> list[Discrepancy]:
    """Where the sources contradict each other or themselves."""
    names = ("disc_id", "topic", "statement_a", "source_a", "statement_b", "source_b", "difference", "treatment")
    return [Discrepancy(*(row[name] for name in names)) for row in rows("discrepancies")]


@dataclass(frozen=True)
class Rivals:
    """One thing about the congress for which sources give different values: pairs of value and source."""

    topic: str
    item: str
    unit: str
    values: tuple[tuple[str, str], ...]


def rivals() -> list[Rivals]:
    """Facts of the congress of 1923 on which the sources differ, such as 408 or 458 voting delegates."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in rows("congress_1923"):
        if row["value"]:
            key = (row["topic"], row["item"], row["unit"])
            found.setdefault(key, []).append((row["value"], row["source_id"]))
    return [Rivals(*key, tuple(values)) for key, values in found.items() if len({value for value, _ in values}) > 1]
