"""One reform in many versions: cells set, terms moved, and the text that comes of it is law."""

from datetime import date, timedelta

import pytest

from polity.statutes import Law, add_months, read
from polity.statutes.varying import lasts, params_of, present, setters, varied

BASE = """
statute: rules
subject: person
facts:
  class: {type: code, values: [worker, peasant, other], forecast: key}
  candidate_since: {type: date, forecast: key}
params:
  months: {type: int, by: class, values: {2020-01-01: {worker: 6, peasant: 12, other: 24}, 2022-01-01: {worker: 8}}}
  youngest: {type: int, values: {2020-01-01: 2}}
  fee: {type: money, values: {2020-01-01: 100}}
rules:
  may_become_member:
    all_of:
      - {id: "1", need: "months_between(candidate_since, at) >= months[class]", say: "Wait."}
"""
BAR = """
reform: bar
from: 2025-01-31
to: 2026-01-31
set: {param: months, to: {worker: 4, peasant: 10}}
add: {rule: may_become_member, clause: {id: "B", need: "class = worker", say: "Barred."}}
"""
EARLIER = "reform: earlier\nfrom: 2024-01-01\nset: {param: months, to: {worker: 5}}\n"
DAY = date(2025, 1, 31)


def law(*texts: str) -> Law:
    return Law.of([document for text in (BASE, *texts) for document in read(text)])


def verdict(of: Law, kind: str, on: date, since: date) -> object:
    return of.decide("may_become_member", {"class": kind, "candidate_since": since}, at=on).outcome


def test_the_values_of_a_day() -> None:
    assert present(law(), "months", on=date(2021, 1, 1)) == {"worker": 6, "peasant": 12, "other": 24}
    assert present(law(EARLIER), "months", on=DAY) == {"worker": 5, "peasant": 12, "other": 24}
    assert [present(law(), name, on=DAY) for name in ("youngest", "fee", "none")] == [{"": 2}, {}, {}]
    assert setters(law(EARLIER), [("months", "worker")]) == ["earlier"]
    assert setters(law(EARLIER), [("months", "peasant")]) == []
    assert (params_of(law(), ["may_become_member"]), params_of(law(), ["none"])) == ({"months"}, set())


def test_a_reform_that_only_sets_cells() -> None:
    text = varied(
        None,
        {("months", "worker"): 3, ("youngest", ""): 1},
        None,
        name="found",
        title="Found",
        since=DAY,
        after=["earlier"],
    )
    made = law(EARLIER, text)

    assert text.splitlines() == [
        "reform: found", "title: Found", "from: 2025-01-31",
        "set: [{param: months, to: {worker: 3}}, {param: youngest, to: 1}]", "after: [earlier]",
    ]  # fmt: skip
    assert (present(made, "months", on=DAY)["worker"], present(made, "youngest", on=DAY)) == (3, {"": 1})
    assert varied(None, {}, None, name="found", title="Found", since=DAY) == ""


@pytest.mark.parametrize("term", [0, 1, 18])
def test_what_a_draft_adds_lasts_for_so_many_months_and_what_it_sets_stays(term: int) -> None:
    made = law(varied(BAR, {("months", "worker"): 2}, term, name="", title="", since=DAY))
    ends, long_ago = add_months(DAY, term), date(2023, 1, 1)
    days = (DAY - timedelta(days=1), DAY, ends - timedelta(days=1), ends)

    assert [verdict(made, "peasant", day, long_ago) for day in days] == [True, term == 0, term == 0, True]
    later = date(2030, 1, 1)
    assert present(made, "months", on=later) == {"worker": 2, "peasant": 10, "other": 24}


def test_a_draft_keeps_its_own_end_while_the_term_is_not_moved() -> None:
    made = law(varied(BAR, {("months", "other"): 20}, None, name="", title="", since=DAY))

    assert present(made, "months", on=DAY) == {"worker": 4, "peasant": 10, "other": 20}
    assert present(made, "months", on=date(2026, 1, 31)) == {"worker": 8, "peasant": 12, "other": 24}
    assert (lasts(BAR), lasts(EARLIER)) == (True, False)
