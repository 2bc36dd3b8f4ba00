"""The small demonstration enacted: its acts pass, and the census and the law say what they should."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest

from polity.acts import organisation, record, statutes
from polity.demonstration import Demonstration
from polity.demonstration.fields import FIELDS, KINDS_OF_SUBJECT, NAME, TIERS, TODAY, UNIT_KINDS
from polity.demonstration.figures import Count, Of, Where, printed, stated_figures
from polity.demonstration.sources import statutes as texts
from polity.postgres import Cluster
from polity.readings.census import unit_named
from polity.readings.house import Scope
from polity.register.facts import of_case
from polity.statutes import store
from tests.league import League

ON = date(1923, 4, 15)
RULES = date(1922, 8, 7)
WHOLE = Scope(day=ON, whole=True)


@pytest.fixture(scope="module")
def organised(cluster: Cluster, small: Demonstration) -> Iterator[League]:
    """The small demonstration, founded by acts."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        maintenance.execute("CREATE DATABASE demonstration TEMPLATE template0")
    party = League(cluster.dsn("demonstration"))
    found(party, small)
    yield party
    party.close()


def found(party: League, small: Demonstration) -> None:
    """Found the organisation, declare its fields, and record it as it was found, under its statutes."""
    operator = party.by(None)
    party.enact(
        organisation.Found(
            on=ON, organisation=NAME, tiers=TIERS, kinds=tuple(UNIT_KINDS), demonstration=True,
            today=date.fromisoformat(TODAY),
        ),
        operator,
    )  # fmt: skip
    for kind, label in KINDS_OF_SUBJECT:
        party.enact(organisation.Declare(on=ON, kind=kind, label=label), operator)
    for field in FIELDS:
        party.enact(
            organisation.Declare(
                on=ON, kind=field.kind, label=field.label, field=field.field, type=field.type, options=field.options,
                purpose=field.purpose,
            ),
            operator,
        )  # fmt: skip
    party.enact(record.UnitsAsFound(on=ON, label="units", units=small.units, events=small.events), operator)
    for batch in small.batches():
        party.enact(record.AsFound(on=ON, batch=batch), operator)
    centre = party.by("secretary", small.units[0].unit)
    for by, (name, text) in zip((operator, centre, centre), texts(), strict=True):
        party.enact(statutes.Adopt(on=RULES, statute=name, text=text), by)


def counted(organised: League) -> Count:
    def count(*, day: date, where: Where, under: str | None, of: Of) -> int:
        unit = unit_named(organised.house, under, on=day, scope=WHOLE) if under else None
        return organised.census(day, where=where, under=unit).total

    return count


def test_the_census_of_the_register_gives_the_stated_figures(organised: League) -> None:
    figures = stated_figures(counted(organised), parts=100)

    people = [figure for figure in figures if figure.question is None or figure.question.of == "people"]
    assert [(figure.record, figure.register) for figure in people if figure.verdict == "differs"] == []


def test_members_by_social_category_per_mille(organised: League) -> None:
    answer = organised.census(ON, where={"standing": ("member",)}, by=("social_category",))

    shares = {row.values[0]: printed(row.people, answer.total, 1000, 0) for row in answer.rows}
    assert shares == {"worker": "444", "peasant": "267", "employee": "222", "unascertained": "67"}


def test_a_candidate_of_the_register_is_decided_by_the_rules(organised: League) -> None:
    with organised.register() as register:
        law = store.adopted(register)
        register.cursor.execute(
            "SELECT s.person FROM standing s JOIN facts f ON f.subject = s.person WHERE s.standing = 'candidate' AND"
            " upper_inf(s.valid) AND upper_inf(f.valid) AND f.facts->>'class' = 'peasant' AND"
            " f.facts->>'occupation' = 'farming' AND f.facts->>'former_party' = 'none' AND s.counted_from BETWEEN"
            " '1922-07-16' AND '1922-08-15' ORDER BY s.person LIMIT 1"
        )
        ((person,),) = register.cursor.fetchall()
        facts = of_case(register, person, "person", at=ON, wanted=law.facts("person"))
        peasant = law.decide("may_become_member", facts, at=ON)
        worker = law.decide("may_become_member", facts | {"class": "industrial_worker"}, at=ON)

    assert law.decide("months_served", facts, at=ON).outcome == 8
    assert (peasant.outcome, peasant.failed) == (False, ("ST08",))
    assert worker.outcome is True


def test_the_rule_on_posts_tells_some_holders_from_others(organised: League) -> None:
    with organised.register() as register:
        law = store.adopted(register)
        register.cursor.execute("SELECT subject FROM place ORDER BY subject")
        posts = [row[0] for row in register.cursor.fetchall()]
        cases = [of_case(register, post, "post", at=ON, wanted=law.facts("post")) for post in posts]
        outcomes = [law.decide("may_hold", case, subject="post", at=ON).outcome for case in cases]

    assert {outcome: outcomes.count(outcome) > 5 for outcome in outcomes} == {True: True, False: True}
