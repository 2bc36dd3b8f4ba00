"""T13: what is given as a statute is law or is refused with its place, in few steps; law decides alike everywhere."""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from typing import Any

import psycopg

from polity.statutes import Faulty, Law, language, read, sql
from polity.statutes.ir import Term
from polity.statutes.sqltext import combined
from polity.trust.grammar import Drawn, mutated, scrambled
from polity.trust.laws import differences
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.world import World

SHIPPED = (
    ("polity.statutes.templates", "association.yaml"),
    ("polity.demonstration.statutes", "rules_1922.yaml"),
    ("polity.demonstration.statutes", "gaps_synthetic.yaml"),
)
DAYS = (date(1922, 12, 31), date(1924, 2, 29))
STEPS = 3_000_000  # calls of functions that reading one text may take, of as many letters as are read
CASES = 40
TOOL = 4  # the number under which steps are counted; 0 to 3 are those of debuggers, coverage and profilers


class TooLong(BaseException):
    """A text took more steps than it may. Nothing that reads texts catches it."""


def tries(world: World, size: Size) -> Tried:
    """Texts of every kind; and of those that are law, random cases through every engine."""
    drawn, mutants, clauses = {"planted": (12, 25, 400), "quick": (60, 220, 20_000), "full": (10_000,) * 3}[size]
    if size == "full":
        mutants, clauses = 500_000, 50_000_000
    broken: list[str] = []
    draw = random.Random(world.random.getrandbits(64))
    with psycopg.connect(world.cluster.dsn("postgres"), autocommit=True) as connection:
        for _ in range(clauses):
            broken += _parsed(scrambled(draw))
        lawful = 0
        for _ in range(drawn):
            text = Drawn(draw).law()
            law, said = _read([text])
            broken += said
            if law is not None:
                lawful += 1
                broken += _alike(connection, law, draw, text)
        if lawful * 3 < drawn:
            broken.append(f"only {lawful} of {drawn} laws drawn by the grammar are law")
        broken += _shipped(connection, mutants, draw)
        if len(broken) > 40:
            return drawn + mutants + clauses, broken[:40]
    return drawn + mutants + clauses, broken


def _shipped(connection: psycopg.Connection[Any], mutants: int, draw: random.Random) -> Iterator[str]:
    """The statutes as they are shipped, and with something altered in them."""
    texts = [files(package).joinpath(name).read_bytes() for package, name in SHIPPED]
    whole, said = _read([text.decode() for text in texts[1:]])
    yield from said
    if whole is None:
        yield "the statutes of the demonstration are no law"
        return
    yield from _alike(connection, whole, draw, "the statutes of the demonstration")
    compared = 0
    for number in range(mutants):
        at = draw.randrange(len(texts))
        one = mutated(texts[at], draw)
        beside = [text.decode() for place, text in enumerate(texts[1:], 1) if place != at] if at else []
        law, said = _read([one, *beside])
        yield from said
        if law is not None and law.fingerprint != whole.fingerprint and compared * 8 < number:
            compared += 1
            yield from _alike(connection, law, draw, f"mutant {number} of {SHIPPED[at][1]}")


def _alike(connection: psycopg.Connection[Any], law: Law, draw: random.Random, what: str) -> Iterator[str]:
    try:
        for difference in differences(connection, law, DAYS, CASES, draw):
            yield f"{difference}: {what[-700:]}"
    except Exception as problem:
        yield f"a law cannot be asked, {type(problem).__name__} {str(problem)[:200]}: {what[-700:]}"


def _parsed(text: str) -> Iterator[str]:
    """A clause is understood, or it is said where it is not."""
    try:
        with _counted(STEPS // 100):
            language.parse(text)
    except language.Misread as misread:
        if not (0 <= misread.at <= len(text) and misread.says and misread.remedy):
            yield f"of {text[:80]!r} it is not said where and what"
    except (Exception, TooLong) as problem:
        yield f"{text[:80]!r} was answered with {type(problem).__name__}: {str(problem)[:100]}"


def _read(texts: Sequence[str]) -> tuple[Law | None, list[str]]:
    """The law that texts make, if they make one, and what broke on the way."""
    try:
        with _counted(STEPS):
            return Law.of([document for at, text in enumerate(texts) for document in read(text, name=f"{at}")]), []
    except Faulty as faulty:
        told = [fault for fault in faulty.faults if fault.says and (fault.remedy or fault.says.endswith("."))]
        placed = [fault for fault in told if fault.where or fault.line]
        if not faulty.faults or len(placed) < len(faulty.faults):
            return None, [f"a fault says nothing, or not where: {faulty.faults[0]!r}"[:300]]
        return None, []
    except (Exception, TooLong) as problem:
        return None, [f"{type(problem).__name__} came out of reading: {str(problem)[:200]}: {texts[0][-400:]!r}"]


@contextmanager
def _counted(most: int) -> Iterator[None]:
    """Count calls of functions, and stop at so many: steps are the same on every machine, seconds are not."""
    left = most

    def step(code: object, at: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooLong(f"more than {most:,} steps")

    events = sys.monitoring.events
    sys.monitoring.use_tool_id(TOOL, "polity trust")
    sys.monitoring.register_callback(TOOL, events.PY_START, step)
    sys.monitoring.set_events(TOOL, events.PY_START)
    try:
        yield
    finally:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.register_callback(TOOL, events.PY_START, None)
        sys.monitoring.free_tool_id(TOOL)


@contextmanager
def _wrong_sign(world: World) -> Iterator[None]:
    """The SQL of one kind of node adds where it should take away."""

    def wrong(term: Term, parts: list[str]) -> str:
        return f"({parts[0]} + {parts[1]})" if term.op == "less" else combined(term, parts)

    with replaced(sql, "combined", wrong):
        yield


@contextmanager
def _past_the_end(world: World) -> Iterator[None]:
    """The parser reads on past the end of a text."""

    def take(self: Any) -> language.Token:
        self.next += 1
        token: language.Token = self.tokens[self.next - 1]
        return token

    with replaced(language._Parser, "take", take):
        yield


@contextmanager
def _endlessly_deep(world: World) -> Iterator[None]:
    """Brackets may lie in brackets without end."""
    deep = 10**9
    with (
        replaced(language, "MOST_DEPTH", deep), replaced(language, "MOST_TOKENS", deep),
        replaced(language, "MOST_CHARACTERS", deep), replaced(language, "MOST_PARTS", deep),
    ):  # fmt: skip
        yield


row(
    Row(
        "T13",
        "statutes",
        "Whatever is given as a statute is law, or is refused with its place; law decides alike in every engine.",
        tries,
        (
            Fault("a wrong sign in the SQL", _wrong_sign),
            Fault("a parser that reads past the end", _past_the_end),
            Fault("brackets without end", _endlessly_deep),
        ),
    )
)
