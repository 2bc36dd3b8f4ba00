"""Change one thing in a law, and some case must come out otherwise; or no case can, and the case analysis proves it."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from polity.statutes import Faulty, Law, add_months, cases, read

TEXT = (Path(__file__).parent / "rules_model.yaml").read_text(encoding="utf-8")
AT = date(1924, 6, 15)
SIGNS = {">=": [">", "<"], "<=": ["<", ">"], "<>": ["="], "=": ["<>"]}
WORDS = {" and ": " or ", " or ": " and ", " in ": " not in ", "greatest": "least"}


class Mutant(NamedTuple):
    """A law with one thing changed, and what."""

    what: str
    text: str


def mutants() -> Iterator[Mutant]:
    """Every single change of a sign, word, number, day or clause in what decides."""
    for start, line in lines():
        for match in re.finditer(r"(?<![<>])(>=|<=|<>|=)(?!=)", line):
            for sign in SIGNS[match[0]]:
                yield spliced(start + match.start(), match[0], sign)
        for word, other in WORDS.items():
            for match in re.finditer(re.escape(word), line):
                yield spliced(start + match.start(), word, other)
        for match in re.finditer(r"(?<![\w.-])\d+(?:\.\d+)?(?=[,:}\] *\")])(?!: \{)", line):
            if "." in match[0]:
                yield spliced(start + match.start(), match[0], f"{match[0]}5")
            else:
                yield spliced(start + match.start(), match[0], str(int(match[0]) + 1))
        for match in re.finditer(r"\d{4}-\d{2}-\d{2}", line):
            later = date.fromisoformat(match[0]) + timedelta(days=1)
            yield spliced(start + match.start(), match[0], later.isoformat())
    clauses = list(re.finditer(r"^      - \{id.*\n", TEXT, re.MULTILINE))
    for clause in clauses:
        yield Mutant(f"without {clause[0].strip()}", TEXT[: clause.start()] + TEXT[clause.end() :])
    for one, two in pairwise(clauses):
        if one.end() == two.start() and "otherwise" not in two[0]:
            yield Mutant(f"swapped {one[0].strip()}", TEXT[: one.start()] + two[0] + one[0] + TEXT[two.end() :])


def lines() -> Iterator[tuple[int, str]]:
    """Lines that decide something, with where they begin: no words to people, sources, facts or competences."""
    start, section = 0, ""
    for line in TEXT.splitlines(keepends=True):
        if match := re.match(r"(\w+):", line):
            section = match[1]
        deciding = section in ("params", "rules", "add", "set", "from", "to")
        if deciding and not re.match(r"\s*(say|remedy|source|title|adopted|units|unit):", line):
            yield start, re.sub(r"(say|source|status|id): (\"[^\"]*\"|\w+)", lambda m: "~" * len(m[0]), line)
        start += len(line)


def spliced(at: int, old: str, new: str) -> Mutant:
    """The text with one piece replaced."""
    assert TEXT[at : at + len(old)] == old
    number = TEXT.count("\n", 0, at) + 1
    return Mutant(f"line {number}: {old.strip()} -> {new.strip()}", TEXT[:at] + new + TEXT[at + len(old) :])


def some_cases(law: Law) -> list[dict[str, Any]]:
    """Cases at the edges of the law: its days, periods, thresholds, and the codes it names."""
    draw = random.Random(1922)
    edges = [day + timedelta(days=step) for day in law.days for step in (-1, 0, 1)]
    facts = law.facts()
    found = []
    for _ in range(4000):
        at = draw.choice((AT, *edges))
        months = draw.choice((3, 4, 5, 6, 7, 11, 12, 13, 23, 24, 25))
        found.append(
            {
                "class": draw.choice((*facts["class"].values, None)),
                "occupation": draw.choice((*facts["occupation"].values, None)),
                "former_party": draw.choice(("none", "none", "sr", None)),
                "candidate_since": add_months(at, -months) + timedelta(days=draw.choice((0, 0, 1))),
                "sponsors_ok": draw.choice((0, 1, 2, 3, 4, 5, 6)),
                "age": draw.choice((17, 18, 19, 40)),
                "income": draw.choice((0, 100, 30_000, 30_100, 100_000, 100_100, 500_000)) + draw.randrange(5000),
                "dependants": draw.choice((0, 1, 2, None)),
                "at_bench": draw.choice((True, False, None)),
                "months_owed": draw.choice((2, 3, 4, 5, 6, 7)),
                "at": at,
                "dates": {"applied": draw.choice(edges), "decided": draw.choice(edges)},
                "trial": draw.random() < 0.5,
            }
        )
    return found


def told_apart(one: Law, other: Law, battery: list[dict[str, Any]]) -> bool:
    """Whether some case comes out otherwise: in value, or by another clause."""
    for case in battery:
        for rule in one.rules():
            how = {"at": case["at"], "dates": case["dates"], "within": lambda pilot, c=case: bool(c["trial"])}
            verdicts = [law.decide(rule, case, **how) for law in (one, other)]
            if verdicts[0][3:7] != verdicts[1][3:7]:
                return True
    return False


def proven_alike(one: Law, other: Law) -> bool:
    """Whether the case analysis, with every kind of case tried on each day of either law, finds no difference."""
    days = sorted({AT, *one.days, *other.days})
    for rule in one.rules():
        for day in days:
            for trial in (False, True):
                found = cases(one, other, rule, at=day, trial=trial)
                if found.changed or found.capped:
                    return False
    return True


def test_every_mutant_of_the_law_is_caught_or_proven_equal() -> None:
    law = Law.of(read(TEXT))
    battery = some_cases(law)
    made = list(mutants())
    caught, equal, missed = [], [], []
    for mutant in made:
        try:
            changed = Law.of(read(mutant.text))
        except Faulty:
            caught.append(mutant.what)
            continue
        if told_apart(law, changed, battery):
            caught.append(mutant.what)
        elif proven_alike(law, changed):
            equal.append(mutant.what)
        else:
            missed.append(mutant.what)

    assert missed == []
    assert len(caught) + len(equal) == len(made)
    assert len(equal) * 20 <= len(made), equal


def test_a_law_that_only_reads_differently_is_proven_equal() -> None:
    law = Law.of(read(TEXT))
    other = Law.of(
        read(TEXT.replace("age >= least_age", "not (age < least_age)").replace("occupation = soldier and ", ""))
    )

    assert told_apart(law, other, some_cases(law)) is True
    reworded = Law.of(read(TEXT.replace("age >= least_age", "not (age < least_age) and age >= 14")))
    assert told_apart(law, reworded, some_cases(law)) is False
    assert proven_alike(law, reworded) is True
