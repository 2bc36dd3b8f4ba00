"""A preview the long way: every person by themselves, facts from the tables, both laws by their closures."""

from collections import Counter
from datetime import date

from polity.readings.house import House, Scope
from polity.readings.preview import Preview
from polity.readings.treated import RuleChange
from polity.readings.two_laws import laws_of
from polity.register.asked import dates_of
from polity.register.facts import of_case
from polity.statutes import Law
from polity.statutes.store import within

type Told = tuple[str | None, str | None, str | None, str | None]


def decided(
    house: House, draft: str, rule: str, *, on: date, scope: Scope, standings: tuple[str, ...]
) -> Counter[Told]:
    """How many are treated in which way: outcome and clause under the law as it is, and with the draft."""
    laws = laws_of(house, draft, scope=scope)
    found: Counter[Told] = Counter()
    with house.register(scope=scope) as register:
        register.cursor.execute("SELECT person FROM standing WHERE valid @> %s ORDER BY person", [on])
        for (person,) in register.cursor.fetchall():
            spell = register.spell(person, on=on)
            assert spell is not None
            if standings and spell.standing not in standings:
                continue
            wanted = {*laws.before.reads([rule]), *laws.after.reads([rule])}
            facts = of_case(register, person, "person", at=on, wanted=sorted(wanted))
            dates, lies = dates_of(register, spell, on=on), within(register, person, "person", at=on)

            def verdict(law: Law) -> tuple[str | None, str | None]:
                told = law.decide(rule, facts, at=on, dates=dates, within=lies)  # noqa: B023
                outcome = told.outcome if not isinstance(told.outcome, bool) else str(told.outcome).lower()
                return outcome, told.clause

            found[(*verdict(laws.before), *verdict(laws.after))] += 1
    return found


def flows(rule: RuleChange) -> Counter[Told]:
    """The same out of a preview."""
    return Counter({(*flow.before, *flow.after): flow.people or 0 for flow in rule.flows})


def of(preview: Preview, rule: str) -> RuleChange:
    """What a preview says of one rule."""
    return next(one for one in preview.rules if one.rule == rule)
