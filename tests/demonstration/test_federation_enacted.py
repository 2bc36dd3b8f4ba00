"""The small federation built by acts: its journal holds, its law is in use, and its desks have work to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from polity.acts import ACTS
from polity.demonstration.federation import build
from polity.demonstration.federation.fields import NAME, TODAY
from polity.demonstration.offered import OFFERED, named, standing
from polity.journal import sealer
from polity.postgres import Cluster
from polity.readings.census import Question, census
from polity.readings.check import check
from polity.readings.desks import desks
from polity.readings.house import Scope
from polity.readings.release import releases
from polity.readings.tally import tally
from polity.register.facts import of_case
from polity.statutes import Law, cases, read, store
from tests.cli.prompt import Prompt, database
from tests.demonstration.test_statutes import THEMSELVES
from tests.league import League

WHOLE = Scope(day=TODAY, whole=True)
REFORM = Path(build.__file__).parent / "reforms" / "platform_workers.yaml"
BOTH_WAYS = {  # rules that must say yes of some and no of others
    "person": (
        "may_become_candidate", "may_become_member", "dues_class_holds", "may_be_transferred", "may_lapse",
        "may_be_excluded", "may_sponsor", "may_vote", "may_speak", "may_hold_office",
    ),
    "post": ("parity", "may_hold"),
}  # fmt: skip


def founded(cluster: Cluster, name: str) -> League:
    """A database in which the small federation is built."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {name} TEMPLATE template0")  # type: ignore[arg-type]
    federation = League(cluster.dsn(name))
    build.build(federation.database, size="small", seed=2026, progress=lambda *_: None)
    federation.house.columns.refresh()
    build.publish(federation.house, federation.database, size="small", seed=2026)
    sealer.seal_pending(federation.database)
    return federation


@pytest.fixture(scope="module")
def federation(cluster: Cluster) -> Iterator[League]:
    built = founded(cluster, "federation")
    yield built
    built.close()


@pytest.fixture(scope="module")
def law(federation: League) -> Law:
    with federation.register() as register:
        return store.adopted(register)


def asked(federation: League, text: str) -> list[Any]:
    with federation.database.reading(scope="all", scope_day=str(TODAY)) as cursor:
        cursor.execute(text)  # type: ignore[call-overload]
        return list(cursor.fetchall())


def test_it_is_known_by_its_name_and_is_complete(federation: League) -> None:
    assert standing(federation.database) == NAME
    assert named(NAME) == OFFERED["federation"]
    assert OFFERED["federation"].size_of(federation.database) == "small"
    assert build.complete(federation.house) is True
    assert sorted(one.title for one in releases(federation.house, scope=WHOLE)) == sorted(
        title for title, _, _ in build.RELEASES
    )


def test_everything_in_its_records_holds(federation: League) -> None:
    findings = list(check(federation.house, scope=WHOLE))

    assert [finding for finding in findings if not finding.holds] == []
    assert findings != []


def journal(federation: League) -> list[bytes]:
    """The whole journal as it is exported, to the last seal."""
    with federation.database.reading(scope="all", scope_day=str(TODAY)) as cursor:
        return list(sealer.export(cursor))


def test_built_again_from_the_prompt_it_has_the_same_journal(
    federation: League, cluster: Cluster, tmp_path: Path
) -> None:
    with database(cluster) as name:
        prompt = Prompt(cluster.dsn(name), tmp_path / "data")
        built = prompt.done("demo", "--organisation", "federation", "--size", "small", "--no-serve")
        again = League(cluster.dsn(name))
        before = journal(again)
        other = prompt("demo", "--organisation", "1923", "--no-serve")
        prompt.done("demo", "--no-serve")  # goes on with what stands here, and builds nothing
        after = journal(again)
        sources = prompt("sources")
        again.close()

    assert built.out.splitlines()[-1].endswith("All of it is synthetic: people, names, units, rules and figures.")
    assert before == journal(federation)
    assert after == before
    assert other.refused == [f"{NAME} lives in this folder.", "Choose another folder: polity --data DIR demo."]
    assert sources.refused == [
        f"{NAME} has no sources.",
        "Build the demonstration of 1923, which has them: polity --data DIR demo.",
    ]


def test_going_on_after_the_end_enters_nothing(federation: League) -> None:
    before = asked(federation, "SELECT count(*) FROM journal_entry")
    build.build(federation.database, size="small", seed=2026, progress=lambda *_: None)
    build.publish(federation.house, federation.database, size="small", seed=2026)

    assert asked(federation, "SELECT count(*) FROM journal_entry") == before


def test_it_is_as_large_as_its_page_says(federation: League) -> None:
    answer = census(federation.house, Question(on=TODAY, by=("standing",)), scope=WHOLE)
    found = {row.values[0]: row.people for row in answer.rows}

    assert 400 <= found["member"] <= 440
    assert 15 <= found["candidate"] <= 45
    assert 480 <= answer.total <= 560


@pytest.mark.parametrize("kind", BOTH_WAYS)
def test_every_rule_is_used(kind: str, federation: League, law: Law) -> None:
    found = {
        rule: {outcome for outcome, _, _ in tally(federation.house, rule, on=TODAY, scope=WHOLE, kind=kind).rows}
        for rule in law.rules(kind)
    }

    assert [rule for rule, outcomes in found.items() if outcomes <= {None}] == []
    assert [rule for rule in BOTH_WAYS[kind] if not {"true", "false"} <= found[rule]] == []


def test_every_rule_that_an_act_asks_for_is_written(law: Law) -> None:
    wanted = {name for act in ACTS.values() for name in (*act.articles, *filter(None, [act.tier_rule]))}

    assert wanted - set(law.rules("person")) == {"recommendations_renewed"}  # a rule of 1922 that it does without


def test_somebody_is_competent_for_every_act_but_those_that_found(law: Law) -> None:
    open_acts = [name for name, made in ACTS.items() if not made.founding and law.competence(name, TODAY) is None]

    assert [name for name in open_acts if name not in THEMSELVES] == []


@pytest.mark.parametrize(
    ("code", "article", "tier"), [("NSH-04", "4.3", "region"), ("NSH-01", "4.2", "branch")], ids=["small", "large"]
)
def test_the_region_confirms_for_a_small_branch(
    code: str, article: str, tier: str, federation: League, law: Law
) -> None:
    ((person,), *_) = asked(
        federation,
        "SELECT s.person FROM standing s JOIN unit u ON u.unit = s.unit AND upper_inf(u.valid) WHERE"
        f" u.code LIKE '{code}%' AND s.standing IN ('sympathiser', 'candidate') AND upper_inf(s.valid) ORDER BY 1",
    )
    with federation.register() as register:
        facts = of_case(register, person, "person", at=TODAY, wanted=law.reads(["confirmation_tier"]))
        verdict = law.decide(
            "confirmation_tier", facts, at=TODAY, within=store.within(register, person, "person", at=TODAY)
        )

    assert (verdict.outcome, verdict.clause) == (tier, article)


def test_dues_are_reckoned_to_the_cent(law: Law) -> None:
    facts = {"employment": "permanent", "income": 299_999, "dues_class": "standard"}

    assert law.decide("class_by_income", facts, at=TODAY).outcome == "standard"
    assert law.decide("class_by_income", facts | {"income": 300_000}, at=TODAY).outcome == "full"
    assert law.decide("dues_monthly", facts, at=TODAY).outcome == 1550
    assert law.decide("strike_fund", facts, at=TODAY).outcome == 550  # 0.2 % of 1,500.00 and 0.5 % of 499.99


def test_the_draft_spares_workers_of_platform_companies(law: Law) -> None:
    draft = Law.of([*law.documents, *read(REFORM.read_text(encoding="utf-8"), name=REFORM.name)])
    day = TODAY.replace(month=10, day=1)
    found = cases(law, draft, "may_become_member", at=day)
    two_months = {
        "candidate_since": TODAY.replace(month=7, day=20), "dues_paid_until": TODAY.replace(month=12, day=31),
        "employment": "platform", "standing": "candidate", "extension_months": None,
    }  # fmt: skip

    assert [kind for kind in found.changed if kind.outcome_changes] != []
    assert law.decide("may_become_member", two_months, at=day).failed == ("3.2",)
    assert draft.decide("may_become_member", two_months, at=day).outcome is True
    assert draft.decide("may_become_member", two_months | {"employment": "permanent"}, at=day).failed == ("3.2",)


def test_there_is_a_desk_in_every_tier_and_of_every_office(federation: League) -> None:
    found = [(desk.office, desk.tier) for desk in desks(federation.house, scope=WHOLE)]

    assert found == [
        ("secretary", "federation"), ("secretary", "region"), ("secretary", "branch"), ("secretary", "group"),
        ("chair", "region"), ("control_commissioner", "region"), ("treasurer", "region"), ("", "group"),
    ]  # fmt: skip


def test_there_is_work_waiting(federation: League) -> None:
    waiting = asked(
        federation, "SELECT state, count(*) FROM application WHERE state IN ('applied', 'decided') GROUP BY 1"
    )
    across = asked(
        federation,
        "SELECT count(*) FROM transfer t JOIN unit a ON a.unit = t.sending AND upper_inf(a.valid) JOIN unit b ON"
        " b.unit = t.receiving AND upper_inf(b.valid) WHERE t.state NOT IN ('received', 'withdrawn') AND"
        " left(a.code, 3) <> left(b.code, 3)",
    )
    due = asked(
        federation,
        "SELECT count(*) FILTER (WHERE counted_from < '2026-03-15') > 0, count(*) FILTER (WHERE counted_from >="
        " '2026-03-15') > 0 FROM standing WHERE standing = 'candidate' AND upper_inf(valid)",
    )
    done = {act for (act,) in asked(federation, "SELECT DISTINCT act FROM journal_entry")}

    assert [state for state, *_ in waiting] == ["applied", "decided"]
    assert across[0][0] >= 1
    assert due == [(True, True)]
    assert {"unit.merge", "unit.split", "unit.rename", "record.correct", "membership.exclude"} - done == set()
