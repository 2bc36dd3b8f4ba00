"""What is recorded of people: gender as declared, work, income, dues, and what of it changed."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.fields import TAKEN, TODAY
from polity.demonstration.federation.months import whole_months
from polity.demonstration.federation.tree import SHOPS

if TYPE_CHECKING:
    from polity.demonstration.federation.people import Person

AT_WORK = ("permanent", "fixed_term", "platform", "cooperative")
WITHOUT_WAGE = ("unemployed", "studying", "retired")
PAID = {  # until when dues are paid; the rest owes some
    "2026-06-30": 52.0, "2026-12-31": 24.0, "2026-05-31": 13.0, "2026-04-30": 4.0, "2026-03-31": 2.6,
    "2026-02-28": 1.6, "2025-12-31": 1.3, "2025-10-31": 0.8, "2025-08-31": 0.4, "2025-04-30": 0.3,
}  # fmt: skip
BANDS = {"low": 26.0, "middle": 52.0, "high": 22.0}
INCOMES = {"low": (620, 1290), "middle": (1300, 2990), "high": (3000, 5200)}
REDUCED_BELOW, FULL_FROM = 1300_00, 3000_00


def describe(person: "Person", language: str, gender: str, chance: Chance) -> None:
    """Draw what is recorded of somebody. A key that is left out is unknown."""
    branch = person.home.branch
    traits: dict[str, Any] = {"language": language, "email_consent": chance.yes(0.63)}
    traits["born"] = _born(person.first, chance).isoformat()
    if gender:
        traits["gender"] = gender
    traits["sector"] = branch.sector
    traits["employment"] = _employment(branch.kind, branch.sector, chance)
    if traits["employment"] in AT_WORK:
        shop = chance.of(SHOPS[language]).format(chance.between(2, 40))
        traits["workplace"] = person.home.name if person.home.tier == "group" else shop
    _pay(traits, chance)
    if person.standing in ("member", "candidate"):
        _dues(person, traits, chance)
    person.traits = traits
    if person.standing == "member" and chance.yes(0.11):
        days = (TAKEN - person.first).days
        if days > 200:
            person.changed = person.first + timedelta(chance.between(60, days - 80))
            person.before = {**traits, "employment": chance.of(("studying", "fixed_term", "unemployed", "platform"))}
            person.before.pop("workplace", None)


def _born(first: date, chance: Chance) -> date:
    age = 17 + int((chance.share() + chance.share()) / 2 * 46)
    return date(first.year - age, chance.between(1, 12), chance.between(1, 28))


def _employment(kind: str, sector: str, chance: Chance) -> str:
    odds = {"permanent": 52.0, "fixed_term": 14.0, "platform": 2.0, "cooperative": 3.0, "self_employed": 6.0}
    odds |= {"unemployed": 6.0, "studying": 5.0, "retired": 12.0}
    if kind == "cooperative":
        odds |= {"cooperative": 60.0, "permanent": 14.0}
    if sector in ("logistics", "transport", "food"):
        odds["platform"] = 22.0
    return chance.odds(odds)


def _pay(traits: dict[str, Any], chance: Chance) -> None:
    if traits["employment"] in WITHOUT_WAGE or chance.yes(0.28):
        return  # nothing to state, or not stated
    low, high = INCOMES[chance.odds(BANDS)]
    traits["income"] = chance.between(low * 10, high * 10) * 10


def class_by_income(traits: dict[str, Any]) -> str:
    """The dues class that the statute gives."""
    if traits["employment"] in WITHOUT_WAGE:
        return "solidarity"
    income = traits.get("income")
    if income is None:
        return "standard"
    return "reduced" if income < REDUCED_BELOW else "standard" if income < FULL_FROM else "full"


def _dues(person: "Person", traits: dict[str, Any], chance: Chance) -> None:
    traits["dues_class"] = chance.of(("reduced", "standard")) if chance.yes(0.05) else class_by_income(traits)
    if person.standing == "candidate":
        traits["dues_paid_until"] = "2026-04-30" if chance.yes(0.07) else "2026-06-30"
        return
    traits["dues_paid_until"] = chance.odds(PAID)
    owed = months_owed(date.fromisoformat(traits["dues_paid_until"]), TAKEN)
    if owed >= 2 and chance.yes(0.75):
        traits["arrears_notice"] = chance.day(date(2026, 1, 5), date(2026, 2, 26)).isoformat()


def months_owed(paid: date, on: date = TODAY) -> int:
    """Whole months of dues owed on a day."""
    return max(whole_months(paid, on), 0)
