"""Every example of the page on statutes is run."""

import doctest
import re
from datetime import date
from pathlib import Path

import pytest

from polity.statutes import Law, read
from polity.statutes.templates import template

PAGE = Path(__file__).parents[2] / "docs" / "developers" / "statutes.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
ACTS = """
unit.found unit.rename unit.move unit.merge unit.split unit.dissolve person.record person.amend person.contact
admission.apply admission.sponsor admission.decide admission.confirm admission.promote admission.extend
admission.refuse admission.lapse admission.withdraw membership.transfer membership.receive membership.leave
membership.exclude membership.lapse membership.readmit membership.died sympathiser.assign office.appoint office.end
subject.declare subject.amend record.correct statutes.adopt statutes.reform release.publish organisation.declare
""".split()


@pytest.mark.parametrize("text", BLOCKS, ids=lambda text: text.split("\n")[0])
def test_each_example_is_law(text: str) -> None:
    law = Law.of(read(text))

    assert law.subjects() == ["person"]
    assert [law.explain(name, {}, at=date(2024, 7, 1)).steps[-1].rule for name in law.rules()] == list(law.rules())


def test_the_examples_in_python_give_what_they_say() -> None:
    found = doctest.DocTestParser().get_doctest(
        PAGE.read_text(encoding="utf-8"), {"league": BLOCKS[0]}, PAGE.name, str(PAGE), 0
    )
    runner = doctest.DocTestRunner()

    assert len(found.examples) > 20
    assert runner.run(found).failed == 0


def test_the_first_statute_for_an_organisation_of_ones_own() -> None:
    law = Law.of(read(template()))
    day = date(2025, 1, 1)

    assert [act for act in ACTS if law.competence(act, day) is None] == []
    assert [name for name in law.rules() if name.startswith("may_") or name == "confirmation_tier"] == [
        "may_become_candidate",
        "may_become_member",
        "confirmation_tier",
        "may_be_transferred",
        "may_vote",
        "may_speak",
        "may_sponsor",
    ]


def test_a_candidate_period_of_no_months_asks_for_no_date() -> None:
    text = template().replace("values: {always: 6}", "values: {always: 0}")
    case = {"standing": "candidate", "months_owed": 0}

    assert Law.of(read(text)).decide("may_become_member", case, at=date(2025, 1, 1)).outcome is True
    assert Law.of(read(template())).decide("may_become_member", case, at=date(2025, 1, 1)).missing == (
        "candidate_since",
    )


def test_there_is_no_other_first_statute() -> None:
    with pytest.raises(LookupError, match="There is no first statute"):
        template("../rules")
