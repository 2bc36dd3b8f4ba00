"""A reform as a form and as text: the one makes the other, and back, whatever was filled in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.statutes import Faulty, Reform, read
from polity.statutes.drafting import Changing, Form, form_of, lasting, written

TEXTS = (Path(__file__).parent / "rules_model.yaml").read_text(encoding="utf-8").split("\n---\n")[1:]
WORDS = st.text(min_size=1, max_size=30)
MAYBE = st.one_of(st.just(""), WORDS)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)


def told(**more: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[str]]:
    """What any change may carry."""
    return {"say": MAYBE, "source": MAYBE, "status": MAYBE, **more}


CHANGES = st.one_of(
    st.builds(Changing, st.just("set"), param=NAMES, key=WORDS, value=WORDS, source=MAYBE, status=MAYBE),
    st.builds(Changing, st.just("repeal"), rule=WORDS, clause=WORDS),
    st.builds(Changing, st.just("except"), rule=WORDS, clause=WORDS, test=WORDS, **told(id=MAYBE)),
    st.builds(Changing, st.just("add"), rule=WORDS, before=MAYBE, kind=st.just("need"), test=WORDS,
              **told(id=MAYBE, remedy=MAYBE)),
    st.builds(Changing, st.just("replace"), rule=WORDS, clause=WORDS, kind=st.just("when"), test=WORDS, then=WORDS,
              **told(id=MAYBE, remedy=MAYBE)),
)  # fmt: skip
FORMS = st.builds(
    Form, name=WORDS, title=MAYBE, statute=MAYBE, subject=MAYBE, adopted=MAYBE, since=MAYBE, until=MAYBE, source=MAYBE,
    status=MAYBE, units=st.lists(WORDS, min_size=1, max_size=3).map(tuple), frozen_at=MAYBE,
    after=st.lists(WORDS, max_size=2).map(tuple),
    changes=st.lists(CHANGES, max_size=5, unique_by=lambda one: (one.param, one.key, one.rule)).map(tuple),
)  # fmt: skip


def cells_together(form: Form) -> Form:
    """The form as a text lists it: the cells of one parameter stand together."""
    params = list(dict.fromkeys(one.param for one in form.changes if one.op == "set"))
    ordered = form.ordered().changes
    sets = sorted((one for one in ordered if one.op == "set"), key=lambda one: params.index(one.param))
    return Form(**{**vars(form), "changes": (*sets, *(one for one in ordered if one.op != "set"))})


@given(FORMS)
def test_what_was_filled_in_comes_back_from_its_text(form: Form) -> None:
    assert form_of(written(form)) == cells_together(form)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_says_the_same_after_going_through_the_form(text: str) -> None:
    assert read(written(form_of(text))) == read(text)


def test_a_form_as_text() -> None:
    form = Form(
        name="bar",
        title="Bar: one year",
        since="1923-04-25",
        until=lasting("1923-04-25", 12),
        units=("unit-a",),
        frozen_at="from",
        changes=(
            Changing("add", rule="may_become_member", id="R1", kind="need", test="class = worker", say="Barred."),
            Changing("set", param="candidate_months", key="2", value="6"),
            Changing("set", param="least_age", value="16", source="a: b"),
            Changing("repeal", rule="may_vote", clause="5.2"),
        ),
    )

    assert written(form) == (
        "reform: bar\n"
        'title: "Bar: one year"\n'
        "from: 1923-04-25\n"
        "to: 1924-04-25\n"
        "units: {under: [unit-a], frozen_at: from}\n"
        "set:\n"
        "  - {param: candidate_months, to: {2: 6}}\n"
        '  - {param: least_age, to: {value: 16, source: "a: b"}}\n'
        'add: {rule: may_become_member, clause: {id: R1, need: "class = worker", say: Barred.}}\n'
        "repeal: {rule: may_vote, clause: 5.2}\n"
    )


KEPT = """reform: wide
from: 1923-04-25
set:
- {param: levy_scale, to: [[0, 0.005], [300, 0.010]]}
- {param: least_age, to: 16}
- {competence: admission.decide, to: {offices: [secretary]}}
add: {rule: r, clause: {id: "1", scale: {base: x, table: y}}}
replace: {rule: r, clause: "2", with: {id: "3", need: "a = b", from: 1923-05-01}}
new: {facts: {rank: {type: code, values: [one, two]}}}
note: [for the committee]
"""
BEGIN = "Begin it with a line such as: reform: NAME."
ONE = f"A draft is the text of one reform. {BEGIN}"


def test_what_a_form_cannot_hold_is_kept_as_text() -> None:
    form = form_of(KEPT)

    assert form.changes == (Changing("set", param="least_age", value="16"),)
    assert form.rest == (
        "new: {facts: {rank: {type: code, values: [one, two]}}}\n"
        "note: [for the committee]\n"
        "set:\n  - {param: levy_scale, to: [[0, 0.005], [300, 0.010]]}\n"
        "  - {competence: admission.decide, to: {offices: [secretary]}}\n"
        "add: {rule: r, clause: {id: 1, scale: {base: x, table: y}}}\n"
        'replace: {rule: r, clause: 2, with: {id: 3, need: "a = b", from: 1923-05-01}}\n'
    )
    assert form_of(written(form)) == form_of(written(form_of(written(form))))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", f"There is no reform in the text. {BEGIN}"),
        ("statute: s", f"line 1, column 1: {ONE}"),
        ("reform: a\n---\nreform: b", f"line 3, column 1: {ONE}"),
    ],
)
def test_a_text_that_is_not_one_reform_fills_no_form(text: str, says: str) -> None:
    with pytest.raises(Faulty) as faulty:
        form_of(text)

    assert [str(fault).removeprefix(": ").removeprefix(", ") for fault in faulty.value.faults] == [says]


def test_what_was_read_is_a_reform() -> None:
    found = read(written(form_of(TEXTS[0])))

    assert [type(one) for one in found] == [Reform]
