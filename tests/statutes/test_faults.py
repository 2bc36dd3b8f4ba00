"""What cannot be law, and how that is said: each fault by its code and place."""

from typing import Any

import pytest

from polity.statutes import Fault, Faulty, Law, read

HEAD = """statute: s
facts:
  age: {type: int, range: [0, 120]}
  pay: {type: money, range: [0, 1000000]}
  big: {type: int, range: [0, 4000000000]}
  born: {type: date}
  class: {type: code, values: [worker, peasant]}
  free: {type: bool}
lists: {land: [peasant]}
params:
  lowest: {type: int, values: {1922-08-07: 18}}
  keyed: {type: int, by: class, values: {1922-08-07: {worker: 1}}}
  scale: {type: scale, values: {1922-08-07: [[0, 0.1]]}}
rules:
"""


def faults(text: str) -> list[Fault]:
    """Everything wrong with a law."""
    try:
        Law.of(read(text, name="x.yaml"))
    except Faulty as faulty:
        return faulty.faults
    return []


def of_need(need: str) -> list[Fault]:
    """Everything wrong with one condition, which begins on line 15, column 33."""
    return faults(f'{HEAD}  r: {{all_of: [{{id: "1", need: "{need}"}}]}}\n')


def test_a_sound_law_has_no_faults() -> None:
    assert of_need("age >= lowest and class in land and keyed[class] = 1") == []


@pytest.mark.parametrize(
    ("need", "column", "says", "remedy"),
    [
        ("aeg >= 18", 0, "Nothing is called aeg.", "Did you mean age?"),
        ("age >= lowst", 7, "Nothing is called lowst.", "Did you mean lowest?"),
        ("class = pesant", 8, "Nothing is called pesant.", "Did you mean peasant?"),
        ("class = 'pesant'", 8, "'pesant' is not among the codes here.", "Did you mean peasant?"),
        ("class in lend", 9, "There is no list lend.", "Did you mean land?"),
        ("age / 2 > 9", 4, "/ has no meaning in a clause.", None),
        ("age > 9 > 3", 8, "Comparisons cannot be chained.", "Write: a < b and b < c."),
        ("age", 0, "This is a number, not a condition.", "Compare it with something."),
        ("age = class", 4, "A number is compared with a code.", "Compare things of the same kind."),
        ("class < worker", 6, "A code has no order.", "Use = or <> or in."),
        ("age >= 130", 4, "This lies outside the range declared for age.", None),
        ("keyed = 1", 0, "keyed has a value for each class.", "Write keyed[class]."),
        ("lowest[class] = 1", 0, "lowest has a single value.", "Write lowest without brackets."),
        ("(age > 1", 8, "A ) is missing at the end.", "Add the )."),
        ("age >", 5, "The text ends too soon.", "Complete the condition."),
        ("sqrt(age) > 1", 0, "There is no function sqrt.", None),
        ("big * big * 2 > 0", 4, "The result can become too large to be exact.", None),
        ("born > 1923-02-30", 7, "There is no day 1923-02-30.", "Write year, month and day: 1922-08-07."),
        ("add_months(born, big) > at", 0, "The day can fall outside the calendar.", None),
        ("greatest(age) > 1", 0, "greatest takes 2 to 16 things in its brackets; 1 are given.", None),
        ("age > 1 age", 8, "age does not fit here.", None),
        ("scale > 1", 0, "scale is a scale.", "Use it in a rule of the shape scale."),
    ],
)
def test_a_condition_that_means_nothing(need: str, column: int, says: str, remedy: str | None) -> None:
    (fault,) = of_need(need)

    assert (fault.line, fault.column, fault.says) == (15, 33 + column, says)
    assert fault.where == "x.yaml: rule r, clause 1"
    assert remedy in (None, fault.remedy)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        pytest.param('  a: {all_of: [{id: "1", need: "b"}]}\n  b: {all_of: [{id: "1", need: "a"}]}', "rule.circle"),
        pytest.param('  age: {all_of: [{id: "1", need: "free"}]}', "name.twice"),
        pytest.param('  r: {all_of: [{id: "1", need: free}, {id: "1", need: free}]}', "clause.twice"),
        pytest.param('  r: {first_of: [{id: "1", otherwise: "1"}, {id: "2", when: free, then: "2"}]}', "clause.order"),
        pytest.param('  r: {first_of: [{id: "1", when: free, then: "1"}, {id: "2", otherwise: "free"}]}', "meaning"),
        pytest.param('  r: {all_of: [{id: "1", need: free, sai: x}]}', "field.unknown"),
        pytest.param('  r: {all_of: [{id: "1", when: free, then: free}]}', "clause.kind"),
        pytest.param("  r: {all_of: [{need: free}]}", "clause.id"),
        pytest.param('  r: {all_of: [{id: "1", need: free, say: "{nobody}"}]}', "say.name"),
        pytest.param("  r: {title: nothing}", "rule.shape"),
        pytest.param("  select: {id: x, formula: age}\n  R: {id: x, formula: age}", "name"),
        pytest.param("  r: {id: x, scale: {base: pay, table: lowest}}", "meaning"),
    ],
)
def test_rules_that_cannot_stand(rules: str, code: str) -> None:
    assert {fault.code for fault in faults(f"{HEAD}{rules}\n")} >= {code}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param("statute: s\nfacts: {a: {type: bool}, a: {type: bool}}", "yaml.twice", 2, 26, id="twice"),
        pytest.param("statute: &x s", "yaml.anchor", 1, 10, id="anchor"),
        pytest.param("statute: s\ntitle: *x", "yaml.anchor", 2, 8, id="alias"),
        pytest.param("statute: !!python/name:os.system s", "yaml.tag", 1, 10, id="tag"),
        pytest.param("statute: s\nfacts: " + "[" * 20 + "]" * 20, "text.nesting", 2, 19, id="nesting"),
        pytest.param("- a list", "document.shape", 1, 1, id="list"),
        pytest.param("title: what", "document.kind", 1, 1, id="neither"),
        pytest.param("statute: s\nfacts: {a: {type: number}}", "field.choice", 2, 19, id="type"),
        pytest.param("reform: r", "reform.from", 1, 1, id="no day"),
        pytest.param("reform: r\nfrom: 1923-02-31", "date", 2, 7, id="day"),
        pytest.param("reform: r\nfrom: 1923-01-01\nto: 1922-01-01", "reform.to", 3, 1, id="ends first"),
        pytest.param("statute: s\nparams: {p: {type: int, values: {1922-08-07: 1.5}}}", "number", 2, 46, id="whole"),
        pytest.param("x" * (1024 * 1024 + 1), "text.long", 0, 0, id="too long"),
        pytest.param("statute: [", "yaml", 2, 1, id="broken"),
        pytest.param("statute: \x00", "yaml", 0, 0, id="control character"),
    ],
)
def test_texts_that_are_not_read(text: str, code: str, line: int, column: int) -> None:
    found = faults(text)

    assert (found[0].code, found[0].line, found[0].column) == (code, line, column)


REFORM = """---
reform: one
from: 1923-01-01
{one}
---
reform: two
from: 1923-06-01
{two}
"""


@pytest.mark.parametrize(
    ("one", "two", "codes"),
    [
        pytest.param("set: {param: lowest, to: 16}", "set: {param: lowest, to: 17}", ["reform.collides"], id="collide"),
        pytest.param("set: {param: lowest, to: 16}", "set: {param: lowest, to: 17}\nafter: one", [], id="ordered"),
        pytest.param("to: 1923-06-01\nset: {param: lowest, to: 16}", "set: {param: lowest, to: 17}", [], id="in turn"),
        pytest.param(
            "units: {under: [a]}\nset: {param: lowest, to: 16}",
            "units: {under: [b]}\nset: {param: lowest, to: 17}",
            [],
            id="in different units",
        ),
        pytest.param(
            "units: {under: [a]}\nset: {param: lowest, to: 16}",
            "set: {param: lowest, to: 17}",
            ["reform.collides"],
            id="a trial within a reform for all",
        ),
        pytest.param(
            "set: {param: keyed, to: {worker: 2}}", "set: {param: keyed, to: {peasant: 2}}", [], id="other cells"
        ),
        pytest.param('repeal: {rule: r, clause: "9"}', "", ["reform.clause"], id="no such clause"),
        pytest.param('repeal: {rule: q, clause: "1"}', "", ["reform.rule"], id="no such rule"),
        pytest.param("set: {param: lowst, to: 1}", "", ["reform.param"], id="no such parameter"),
        pytest.param("", "after: three", ["reform.after"], id="after none"),
        pytest.param("after: two", "after: one", ["reform.circle"], id="in a circle"),
        pytest.param(
            'repeal: {rule: r, clause: "1"}',
            'replace: {rule: r, clause: "1", with: {id: "1a", need: free}}',
            ["reform.collides"],
            id="repealed and replaced",
        ),
        pytest.param('add: {rule: r, clause: {id: "2", when: free, then: free}}', "", ["reform.shape"], id="shape"),
    ],
)
def test_reforms_that_collide_or_miss(one: str, two: str, codes: list[str]) -> None:
    base = f'{HEAD}  r: {{all_of: [{{id: "1", need: "age >= lowest"}}]}}\n'

    assert [fault.code for fault in faults(base + REFORM.format(one=one, two=two))] == codes


def test_a_reform_in_which_the_statute_itself_changes_the_value() -> None:
    base = HEAD.replace("{1922-08-07: 18}", "{1922-08-07: 18, 1924-01-01: 20}") + '  r: {id: x, formula: "lowest"}\n'
    reform = "---\nreform: one\nfrom: 1923-01-01\nset: {param: lowest, to: 16}\n"

    assert [fault.code for fault in faults(base + reform)] == ["reform.overrides"]
    assert faults(base + reform + "to: 1924-01-01\n") == []


SECOND = "---\nstatute: second\n"


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        pytest.param("facts: {free: {type: bool}}", [], id="declared alike"),
        pytest.param("facts: {free: {type: date}}", ["fact.differs"], id="declared otherwise"),
        pytest.param("params: {keyed: {type: int, by: class, values: {1922-08-07: {peasant: 2}}}}", [], id="fills"),
        pytest.param("params: {lowest: {type: int, values: {1922-08-07: 19}}}", ["param.twice"], id="other value"),
        pytest.param('rules: {r: {all_of: [{id: "2", need: free}]}}', [], id="adds a clause"),
        pytest.param('rules: {r: {all_of: [{id: "1", need: free}]}}', ["clause.differs"], id="other clause"),
        pytest.param('rules: {r: {id: "2", formula: free}}', ["rule.differs"], id="other shape"),
        pytest.param("lists: {land: [worker]}", ["list.differs"], id="other list"),
    ],
)
def test_a_second_statute_fills_gaps_and_contradicts_nothing(second: str, codes: list[str]) -> None:
    base = f'{HEAD}  r: {{all_of: [{{id: "1", need: "age >= lowest"}}]}}\n'

    assert [fault.code for fault in faults(base + SECOND + second)] == codes


def test_limits_are_kept_before_parsing() -> None:
    many_clauses = ", ".join(f'{{id: "{n}", need: free}}' for n in range(63))

    assert [fault.says for fault in of_need("free and " * 150 + "free")] == [
        "The text has 1354 characters; 1000 are allowed."
    ]
    assert [fault.says for fault in of_need("1+" * 120 + "1 > 0")] == ["There are more than 200 words and signs."]
    assert [fault.says for fault in of_need("(" * 40 + "free" + ")" * 40)] == [
        "More than 30 levels lie inside each other."
    ]
    assert [fault.code for fault in faults(f"{HEAD}  r: {{all_of: [{many_clauses}]}}")] == ["clauses.many"]
    many_rules = "".join(f"  r{n}: {{id: x, formula: age}}\n" for n in range(501))
    assert [fault.code for fault in faults(HEAD + many_rules)] == ["rules.many"]


def test_all_faults_are_told_at_once() -> None:
    rules: Any = '  a: {all_of: [{id: "1", need: "x"}]}\n  b: {all_of: [{id: "1", need: "age"}]}\n'

    assert [(fault.line, fault.column) for fault in faults(HEAD + rules)] == [(15, 33), (16, 33)]
