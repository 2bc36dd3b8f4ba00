"""Who may: competence follows from the office acted in, by the article in force on the day of effect."""

from collections.abc import Iterator

from polity.acts.act import Act, Authority
from polity.register.facts import of_case
from polity.register.register import Register
from polity.statutes import Law
from polity.statutes.store import within
from polity.words import ids
from polity.words.objections import Objection, objection


def for_oneself(act: Act, by: Authority) -> bool:
    """Whether somebody does an act of their own, as the person they are: whatever office they act in has no part."""
    return by.person is not None and by.person == act.own()


def objections(act: Act, by: Authority, register: Register, law: Law) -> Iterator[Objection]:
    """What stands in the way of this authority doing this act. Whoever is not competent learns nothing else."""
    if act.founding:
        if by.office is not None or by.person is not None:
            yield objection("competence.founder")
        return
    if register.organisation() is None:
        yield objection("organisation.none")
        return
    if for_oneself(act, by):
        return
    competence = law.competence(act.name, act.on)
    if competence is None:
        # Until an article says who adopts statutes, whoever keeps the records does: a law has to begin somewhere.
        if by.person is not None or (register.statutes() and act.name != "statutes.adopt"):
            yield objection("competence.no_article", on=act.on)
        return
    home = act.home(register)
    if by.office is None or by.unit is None:
        shown = register.unit(home, on=act.on) if home is not None else None
        code = shown.code if shown else (ids.show(home) if home is not None else "UNIT")
        yield objection("competence.unnamed", offices=competence.offices, home=code)
        return
    if by.office not in competence.offices:
        yield objection("competence.office", office=by.office, offices=competence.offices)
        return
    yield from _in_place(act, by, register, _tier_of_case(act, register, law) or competence.tier, home)


def _tier_of_case(act: Act, register: Register, law: Law) -> str | None:
    """The tier that the statutes name for this very case; None where they leave it to the competence."""
    subject = act.concerns()
    if act.tier_rule is None or subject is None or act.tier_rule not in law.rules("person"):
        return None
    facts = of_case(register, subject, "person", at=act.on, wanted=law.reads([act.tier_rule], "person"))
    verdict = law.decide(
        act.tier_rule,
        facts,
        at=act.on,
        dates=dict(act.dates(register)),
        within=within(register, subject, "person", at=act.on),
    )
    return verdict.outcome if isinstance(verdict.outcome, str) else None


def _in_place(act: Act, by: Authority, register: Register, tier: str | None, home: int | None) -> Iterator[Objection]:
    assert by.office is not None and by.unit is not None
    own = register.unit(by.unit, on=act.on)
    if own is None:
        yield objection("unit.none", unit=by.unit, on=act.on)
        return
    acting = act.actor() if by.person is None else by.person
    if acting is not None and all(term.person != acting for term in register.holders(by.office, by.unit, on=act.on)):
        yield objection("competence.not_held", office=by.office, on=act.on)
    if act.actor() not in (None, acting):
        yield objection("competence.actor")
    tiers = list((register.organisation() or ("", {}))[1].get("tiers", []))
    if tier is not None and tier in tiers and (own.tier not in tiers or tiers.index(own.tier) > tiers.index(tier)):
        yield objection("competence.tier", tier=tier, office=by.office, given=own.tier)
    if home is None:
        if own.parent is not None:
            yield objection("competence.scope", unit=by.unit, office=by.office)
    elif own.parent is not None and all(above.unit != by.unit for above in register.ancestors(home, on=act.on)):
        yield objection("competence.scope", unit=home, office=f"{by.office}@{own.code}")
