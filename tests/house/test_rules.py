"""The house rules over the whole project, and each rule over a planted fault, so that it is seen to find one."""

from collections.abc import Callable, Iterator

import pytest

from tests.house import rules
from tests.house.code import Finding, Module, modules

Rule = Callable[[Module], Iterator[Finding]]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    assert [finding for module in modules() for finding in rule(module)] == []


def test_the_rules_have_something_to_read() -> None:
    mine = {"tests/house/rules.py", "polity/postgres/launcher.py"}
    assert {module.path for module in modules()} & mine == mine


PLANTED = [
    (rules.reads_the_clock, "polity/acts/x.py", "from datetime import date\nday = date.today()", [2]),
    (rules.reads_the_clock, "polity/readings/x.py", "import datetime as d\nd.datetime.now(d.UTC)", [2]),
    (rules.reads_the_clock, "polity/register/x.py", "from time import time as t\nt()", [2]),
    (rules.reads_the_clock, "polity/register/x.py", "field(default_factory=date.today)", [1]),
    (rules.reads_the_clock, "polity/register/x.py", "q = 'select * from unit where now() > since'", [1]),
    (rules.reads_the_clock, "polity/register/x.py", "q = f'insert into {t} values (current_date)'", [1]),
    (rules.reads_the_clock, "polity/acts/x.py", "class Found:\n    on = self.today", []),
    (rules.reads_the_clock, "polity/words/x.py", "says = 'The current_date is a field.'", []),
    (rules.reads_the_clock, "polity/postgres/x.py", "import time\ntime.monotonic()", []),
    (rules.reads_the_clock, "polity/cli/x.py", "from datetime import date\nday = date.today()", []),
    (rules.draws_lots, "polity/acts/x.py", "import secrets\nsecrets.token_hex()", [2, 2]),
    (rules.draws_lots, "polity/acts/x.py", "import random\nrandom.random()", [2, 2]),
    (rules.draws_lots, "polity/acts/x.py", "from os import urandom as u\nu(8)", [2]),
    (rules.draws_lots, "polity/acts/x.py", "import numpy as np\nnp.random.default_rng(1)", [2, 2]),
    (rules.draws_lots, "polity/register/x.py", "q = 'select gen_random_uuid()'", [1]),
    (rules.draws_lots, "polity/acts/x.py", "def f(random):\n    return random", []),
    (rules.draws_lots, "polity/words/ids.py", "import secrets\nsecrets.randbits(60)", []),
    (rules.counts_in_floats, "polity/statutes/x.py", "a = 0.5\nb = float(a)", [1, 2]),
    (rules.counts_in_floats, "polity/statutes/x.py", "def f(x: float) -> int:\n    return 1", []),
    (rules.counts_in_floats, "polity/pages/x.py", "a = 0.5", []),
    (rules.is_too_long, "polity/x.py", "x = 1\n" * 401, [401]),
    (rules.is_too_long, "polity/x.py", "x = 1\n" * 400, []),
    (rules.is_too_long, "polity/x.py", "def f():\n" + "    x = 1\n" * 60, [1]),
    (rules.is_too_long, "polity/x.py", "def f():\n" + "    x = 1\n" * 59, []),
    (rules.writes_by_itself, "polity/readings/x.py", "q = 'insert into unit values (1)'", [1]),
    (rules.writes_by_itself, "polity/readings/x.py", 'q = """\n  UPDATE unit\n  SET name = %s"""', [1]),
    (rules.writes_by_itself, "polity/pages/x.py", "q = f'delete from {table} where true'", [1]),
    (rules.writes_by_itself, "polity/imports/x.py", "q = 'copy person (a) from stdin'", [1]),
    (rules.writes_by_itself, "polity/imports/x.py", "q = 'with a as (select 1) insert into unit select 1'", [1]),
    (rules.writes_by_itself, "polity/register/changes.py", "q = 'insert into unit values (1)'", []),
    (rules.writes_by_itself, "polity/register/migrations/0001_a.py", "q = 'delete from unit'", []),
    (rules.writes_by_itself, "polity/words/x.py", "q = 'Update the record.'", []),
    (rules.names_a_clause, "polity/acts/x.py", "article = '12.3'", [1]),
    (rules.names_a_clause, "polity/acts/x.py", "article = '§ 4.1a'", [1]),
    (rules.names_a_clause, "polity/acts/x.py", "says = 'see 12.3 there'", []),
    (rules.runs_text, "polity/statutes/x.py", "eval('1')\nexec('1')", [1, 2]),
    (rules.runs_text, "polity/statutes/x.py", "from pickle import loads\nloads(b'')", [2]),
    (rules.runs_text, "polity/statutes/x.py", "conn.exec\nre.compile('a')", []),
    (rules.silences_without_saying_what, "polity/x.py", "a = 1  # type: " + "ignore", [1]),
    (rules.silences_without_saying_what, "polity/x.py", "a = 1  # no" + "qa", [1]),
    (rules.silences_without_saying_what, "polity/x.py", "a = 1  # no" + "qa: E501", []),
    (rules.reads_without_scope, "polity/readings/x.py", "def census(conn, *, on): ...", [1]),
    (rules.reads_without_scope, "polity/readings/x.py", "def census(conn, scope): ...", [1]),
    (rules.reads_without_scope, "polity/readings/x.py", "def census(house, *, scope): ...\ndef _part(house): ...", []),
    (rules.reads_without_scope, "polity/readings/x.py", "def tenths(value): ...", []),
    (rules.leaves_work_undone, "polity/x.py", "a = 1  # TO" + "DO: more", [1]),
    (rules.leaves_work_undone, "polity/x.py", "raise NotImplemented" + "Error", [1]),
    (rules.leaves_work_undone, "tests/x.py", "import pytest\n@pytest.mark." + "skip\ndef test_a(): ...", [2]),
    (rules.pretends, "tests/x.py", "from unittest.mock import patch", [1]),
    (rules.pretends, "tests/x.py", "import unittest.mock as m", [1]),
    (rules.blames_the_reader, "polity/words/x.py", "a = 'This is an invalid date.'", [1]),
    (rules.blames_the_reader, "polity/words/x.py", "a = 'The day 31 February does not exist.'", []),
]


@pytest.mark.parametrize(("rule", "path", "text", "lines"), PLANTED)
def test_a_planted_fault_is_found(rule: Rule, path: str, text: str, lines: list[int]) -> None:
    assert [finding.line for finding in rule(Module(path, text))] == lines


def test_every_rule_was_seen_to_find_and_to_pass() -> None:
    assert {rule for rule, _, _, lines in PLANTED if lines} == set(rules.RULES)
