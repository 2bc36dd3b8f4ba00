"""The same rule in OpenFisca-core, run apart in .venv-bench: a tax-benefit system of our own with this one rule.

OpenFisca knows no unknown, so whether a case can be decided is a variable of its own. Imports nothing of Polity.
"""

from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.measure import LEAST, timed

ON = "1923-04-15"
CODES = ("class", "occupation", "origin", "former_party")
Person = build_entity(key="person", plural="persons", label="A person on the register", is_person=True)


def _codes(name: str, values: list[str]) -> Any:
    return Enum(name, [(value, value) for value in values])


CLASSES = _codes(
    "Class",
    ["unascertained", "industrial_worker", "other_worker", "peasant", "artisan", "employee", "other"],
)
OCCUPATIONS = _codes(
    "Occupation",
    ["other", "production", "transport", "soldier", "farming", "office", "studying", "household"],
)
ORIGINS = _codes("Origin", ["unascertained", "worker", "peasant", "employee", "other"])
PARTIES = _codes("Party", ["none", "sr", "menshevik", "anarchist", "other"])
CATEGORIES = _codes("Category", ["workers", "peasants", "others", "other_party"])
INPUTS = dict(zip(CODES, (CLASSES, OCCUPATIONS, ORIGINS, PARTIES), strict=True))
MONTHS = {"workers": 6, "peasants": 12, "others": 24, "other_party": 24}


def _input(name: str, kind: Any, **more: Any) -> type[Variable]:
    body = {"value_type": kind, "entity": Person, "definition_period": DateUnit.ETERNITY, "label": name, **more}
    return type(name, (Variable,), body)


class category(Variable):  # noqa: N801
    value_type = Enum
    possible_values = CATEGORIES
    default_value = CATEGORIES["others"]
    entity = Person
    definition_period = DateUnit.DAY
    label = "Category of an applicant"

    def formula(person: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        group, work = person("class", period), person("occupation", period)
        origin, party = person("origin", period), person("former_party", period)
        of_the_people = (origin == ORIGINS["worker"]) | (origin == ORIGINS["peasant"])
        working = (group == CLASSES["industrial_worker"]) | (group == CLASSES["other_worker"])
        working |= (work == OCCUPATIONS["soldier"]) & of_the_people
        rural = (group == CLASSES["peasant"]) | (group == CLASSES["artisan"])
        return np.select(
            [party != PARTIES["none"], working, rural],
            [CATEGORIES["other_party"].index, CATEGORIES["workers"].index, CATEGORIES["peasants"].index],
            CATEGORIES["others"].index,
        )


class months_served(Variable):  # noqa: N801
    value_type = int
    entity = Person
    definition_period = DateUnit.DAY
    label = "Months of the candidate period that have passed"

    def formula(person: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        since = person("candidate_since", period).astype("datetime64[D]")
        at = np.datetime64(str(period.start), "D")
        month, to = since.astype("datetime64[M]"), at.astype("datetime64[M]")
        day = (since - month.astype("datetime64[D]")).astype(int) + 1
        last = int(((to + 1).astype("datetime64[D]") - to.astype("datetime64[D]")).astype(int))
        return (to - month).astype(int) - (np.minimum(day, last) > period.start.day)


class may_become_member(Variable):  # noqa: N801
    value_type = bool
    entity = Person
    definition_period = DateUnit.DAY
    label = "Admission as a member"

    def formula(person: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        needed = parameters(period).candidate_months[person("category", period)]
        return person("months_served", period) >= needed


class decidable(Variable):  # noqa: N801
    value_type = bool
    entity = Person
    definition_period = DateUnit.DAY
    label = "Whether the register holds what the rule reads"

    def formula(person: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        return person("candidate_since", period).astype("datetime64[D]") > np.datetime64("1000-01-01")


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([Person])
    months = {name: {"values": {"1922-08-07": {"value": value}}} for name, value in MONTHS.items()}
    system.parameters = ParameterNode("", data={"candidate_months": months})
    for name, values in INPUTS.items():
        first = next(iter(values))
        system.add_variable(_input(name, Enum, possible_values=values, default_value=first))
    system.add_variable(_input("candidate_since", date, default_value=date(1, 1, 1)))
    for variable in (category, months_served, may_become_member, decidable):
        system.add_variable(variable)
    return system


def both(arrays: str, times: int) -> dict[str, Any]:
    """Decide for everybody from arrays, and for each candidate of the cases by itself, plain and traced."""
    held = np.load(arrays)
    system = _system()
    inputs = {}
    for name, values in INPUTS.items():
        found, numbers = np.unique(held[name], return_inverse=True)
        inputs[name] = np.array([values[str(code)].index for code in found], dtype=np.uint8)[numbers]
    inputs["candidate_since"] = held["since"].astype("datetime64[D]") - np.timedelta64(719163, "D")
    size = len(held["since"])

    def whole() -> list[int]:
        return _counts(_simulation(system, inputs, size))

    whole()
    answer, seconds = timed(whole, times=times)
    alone = []
    for _ in range(min(times, LEAST)):
        simulation = _simulation(system, inputs, size)
        alone += timed(lambda made=simulation: _counts(made))[1]  # type: ignore[misc]
    cases, case = _one_by_one(system, held, traced=False)
    again, traced = _one_by_one(system, held, traced=True)
    assert cases == again
    return {
        "answer": answer, "seconds": seconds, "alone": sorted(alone)[len(alone) // 2], "cases": cases, "case": case,
        "traced": traced, "version": version("openfisca-core"),
    }  # fmt: skip


def _simulation(system: Any, inputs: dict[str, Any], size: int) -> Any:
    simulation = SimulationBuilder().build_default_simulation(system, size)
    for name, values in inputs.items():
        simulation.set_input(name, ON, values)
    return simulation


def _counts(simulation: Any) -> list[int]:
    may, known = simulation.calculate("may_become_member", ON), simulation.calculate("decidable", ON)
    return [int((may & known).sum()), int((~may & known).sum()), int((~known).sum())]


def _one_by_one(system: Any, held: Any, *, traced: bool) -> tuple[list[bool], list[float]]:
    outcomes, seconds = [], []
    for at in range(int(held["cases"])):
        told = {name: {"ETERNITY": str(held[name][at])} for name in CODES}
        told["candidate_since"] = {"ETERNITY": date.fromordinal(int(held["since"][at])).isoformat()}

        def decide(told: Any = told) -> bool:
            simulation = SimulationBuilder().build_from_dict(system, {"persons": {"one": told}})
            simulation.trace = traced
            return bool(simulation.calculate("may_become_member", ON)[0])

        if not at:
            decide()
        outcome, took = timed(decide)
        outcomes.append(outcome)
        seconds += took
    return outcomes, seconds
