"""The congress of 1923 in the small demonstration: what it decided binds from its day, is followed up, and lapses."""

from collections import Counter
from datetime import date

from polity.acts import Authority, admission, examine
from polity.demonstration.resolving import entered, told
from polity.readings import open_questions, resolutions
from polity.readings.explained import explained
from polity.readings.house import House, Scope
from polity.readings.tally import decided_sql
from polity.register.register import Register
from polity.statutes import store
from tests.league import Randomness

BEFORE, DAY, AFTER = date(1923, 4, 24), date(1923, 4, 25), date(1924, 4, 25)
WHOLE = Scope(day=date(1923, 4, 26), whole=True)


def served(party: House) -> int:
    """A peasant candidate whose period is served on the day before the decision."""
    party.columns.refresh()
    text, _ = decided_sql(party, "may_become_member", on=BEFORE, scope=WHOLE, standing="candidate")
    ((person,),) = party.columns.query(
        f"SELECT min(d.subject) FROM ({text}) d JOIN span s ON s.person = d.subject AND s.since <= DATE '{BEFORE}'"
        f" AND DATE '{BEFORE}' < s.until WHERE d.may_become_member AND s.class = 'peasant'"
    )
    return int(person)


def offered(party: House, person: int, day: date) -> list[tuple[str, str | None, str | None]]:
    """What stands in the way of making somebody a member on a day: code, article and the resolution behind it."""
    with party.database.acting() as cursor:
        register = Register(cursor)
        root = register.roots(on=day)[0].unit
        by = Authority("operator", "1923-04-26T00:00:00Z", Randomness(), "secretary", root)
        act = admission.Promote(on=day, person=person)
        found = examine(act, by=by, register=register, law=store.adopted(register))
    return [(one.code, one.article, one.data.get("resolved")) for one in found if one.article != "ST04"]


def test_a_peasant_who_has_served_may_on_the_day_before_not_on_the_day_and_again_after_a_year(party: House) -> None:
    peasant = served(party)
    barred = [("article", "R1.1", "R01 The bar of one year")]
    assert [offered(party, peasant, day) for day in (BEFORE, DAY, date(1924, 4, 24), AFTER)] == [[], barred, barred, []]
    shown = {
        day: (told.verdict.outcome, told.verdict.failed)
        for day in (BEFORE, DAY, AFTER)
        if (told := explained(party, "may_become_member", peasant, on=day, scope=WHOLE)) is not None
    }
    assert shown == {BEFORE: (True, ()), DAY: (False, ("R1.1",)), AFTER: (True, ())}
    (ahead,) = resolutions.coming(party, peasant, "may_become_member", on=DAY, scope=WHOLE)
    assert (ahead.day, ahead.outcome, [one.id for one in ahead.lifted]) == (AFTER, True, ["R1.1"])
    assert [one.title for one in ahead.resolutions] == ["R01 The bar of one year"]


def test_everything_decided_is_entered_as_its_sources_have_it(party: House) -> None:
    found = resolutions.listed(party, scope=WHOLE)
    assert sorted(one.resolution.title.partition(" ")[0] for one in found) == sorted(entered()["resolutions"])
    assert Counter((one.resolution.title[0], one.resolution.state) for one in found) == {
        ("R", "adopted"): 12, ("K", "adopted"): 4, ("N", "draft"): 8
    }  # fmt: skip
    assert {
        one.decision.statute: one.decision.effect for one in found if one.decision and one.decision.statute
    } == dict.fromkeys(
        ("one-year-bar", "easier-entry", "central-committee-of-forty", "new-areas-on-trial"), DAY
    )  # fmt: skip
    wrong = [one.resolution.title for one in found if "synthetic" not in one.resolution.says
             and one.resolution.state == "adopted"]  # fmt: skip
    assert wrong == []
    questions = open_questions.listed(party, scope=WHOLE)
    assert sorted(one.question.title[:3] for one in questions) == sorted(name for name in told() if name[0] in "HL")


def test_the_trial_binds_in_its_two_units_alone(party: House) -> None:
    leaks = resolutions.leakage(party, "new-areas-on-trial", on=WHOLE.day, scope=WHOLE)
    assert leaks is not None
    assert (leaks.frozen, leaks.units, leaks.left, leaks.gone, leaks.came) == (DAY, ("EKB", "PRM"), 0, 0, 0)
    party.columns.refresh()
    text, numbering = decided_sql(party, "confirmation_tier", on=WHOLE.day, scope=WHOLE, standing="candidate")
    decided = party.columns.query(
        f"SELECT DISTINCT d.confirmation_tier__clause FROM ({text}) d WHERE d.confirmation_tier__clause IN"
        f" ({numbering.index('R11.1') + 1}, {numbering.index('F3.3') + 1})"
    )
    assert sorted(numbering[at - 1] for (at,) in decided) == ["F3.3", "R11.1"]
