"""Who may: competence follows from the office acted in, by the article in force on the day of effect."""

from collections.abc import Iterator

from polity.acts.act import Act, Authority
from polity.register.register import Register
from polity.statutes import Law
from polity.words import ids
from polity.words.objections import Objection, objection


def objections(act: Act, by: Authority, register: Register, law: Law) -> Iterator[Objection]:
    """What stands in the way of this authority doing this act. Whoever is not competent learns nothing else."""
    if act.founding:
        if by.office is not None or by.person is not None:
            yield objection("competence.founder")
        return
    if register.organisation() is None:
        yield objection("organisation.none")
        return
    competence = law.competence(act.name, act.on)
    if competence is None:
        if register.statutes() or by.person is not None:
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
    yield from _in_place(act, by, register, competence.tier, home)


def _in_place(act: Act, by: Authority, register: Register, tier: str | None, home: int | None) -> Iterator[Objection]:
    assert by.office is not None and by.unit is not None
    own = register.unit(by.unit, on=act.on)
    if own is None:
        yield objection("unit.none", unit=by.unit, on=act.on)
        return
    if by.person is not None and all(
        term.person != by.person for term in register.holders(by.office, by.unit, on=act.on)
    ):
        yield objection("competence.not_held", office=by.office, on=act.on)
    tiers = list((register.organisation() or ("", {}))[1].get("tiers", []))
    if tier is not None and tier in tiers and (own.tier not in tiers or tiers.index(own.tier) > tiers.index(tier)):
        yield objection("competence.tier", tier=tier, office=by.office, given=own.tier)
    if home is None:
        if own.parent is not None:
            yield objection("competence.scope", unit=by.unit, office=by.office)
    elif all(above.unit != by.unit for above in register.ancestors(home, on=act.on)):
        yield objection("competence.scope", unit=home, office=f"{by.office}@{own.code}")
