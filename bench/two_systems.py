"""The same reform in OpenFisca-core and in PolicyEngine-core, which began as a copy of it: two systems, one with it.

Each runs apart, with an interpreter of its own. Imports nothing of Polity. The parts of the two engines that are used
bear the same names, so the rule is written once.
"""

from datetime import date
from importlib import import_module
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

from bench.measure import timed

ON = "1923-04-24"
MONTHS = {"workers": 6, "peasants": 12, "others": 24, "other_party": 24}
VALUES = {
    "class": ["unascertained", "industrial_worker", "other_worker", "peasant", "artisan", "employee", "other"],
    "occupation": ["other", "production", "transport", "soldier", "farming", "office", "studying", "household"],
    "origin": ["unascertained", "worker", "peasant", "employee", "other"],
    "former_party": ["none", "sr", "menshevik", "anarchist", "other"],
}


def openfisca(arrays: str, times: int) -> dict[str, Any]:
    """Two systems of OpenFisca-core."""
    return _both("openfisca_core", "openfisca_core.indexed_enums", "openfisca-core", arrays, times)


def policyengine(arrays: str, times: int) -> dict[str, Any]:
    """Two systems of PolicyEngine-core."""
    return _both("policyengine_core", "policyengine_core.enums", "policyengine-core", arrays, times)


def _engine(name: str, enums: str) -> SimpleNamespace:
    periods = import_module(f"{name}.periods")
    units = getattr(periods, "DateUnit", periods)
    return SimpleNamespace(
        Enum=import_module(enums).Enum,
        build_entity=import_module(f"{name}.entities").build_entity,
        ParameterNode=import_module(f"{name}.parameters").ParameterNode,
        Builder=import_module(f"{name}.simulations").SimulationBuilder,
        System=import_module(f"{name}.taxbenefitsystems").TaxBenefitSystem,
        Variable=import_module(f"{name}.variables").Variable,
        DAY=units.DAY,
        ETERNITY=units.ETERNITY,
    )


def _both(name: str, enums: str, package: str, arrays: str, times: int) -> dict[str, Any]:
    import numpy as np

    engine = _engine(name, enums)
    codes = {field: engine.Enum(field, [(value, value) for value in values]) for field, values in VALUES.items()}
    present, reformed = (_system(engine, codes, barred=barred) for barred in (False, True))
    held = np.load(arrays)
    inputs: dict[str, Any] = {}
    for field, values in VALUES.items():
        found, numbers = np.unique(held[field], return_inverse=True)
        inputs[field] = np.array([values.index(str(code)) for code in found], dtype=np.uint8)[numbers]
    inputs["candidate_since"] = held["since"].astype("datetime64[D]") - np.timedelta64(719163, "D")
    size = len(held["since"])

    def whole() -> list[int]:
        before, after = (_may(engine, system, codes, inputs, size) for system in (present, reformed))
        return [int((before & after).sum()), int((before & ~after).sum()), int((~before & ~after).sum())]

    whole()
    answer, seconds = timed(whole, times=times)
    return {"answer": answer, "seconds": seconds, "version": version(package)}


def _may(engine: SimpleNamespace, system: Any, codes: Any, inputs: dict[str, Any], size: int) -> Any:
    simulation = engine.Builder().build_default_simulation(system, size)
    for field, values in inputs.items():
        simulation.set_input(field, ON, values)
    return simulation.calculate("may_become_member", ON)


def _system(engine: SimpleNamespace, codes: dict[str, Any], *, barred: bool) -> Any:
    """A system with the rule of admission; barred: and with the clause of the draft."""
    import numpy as np

    person = engine.build_entity(key="person", plural="persons", label="A person on the register", is_person=True)
    names = list(MONTHS)
    categories = engine.Enum("category", [(value, value) for value in names])
    classes, occupations = codes["class"], codes["occupation"]
    origins, parties = codes["origin"], codes["former_party"]

    def category(person: Any, period: Any, parameters: Any) -> Any:
        group, work = person("class", period), person("occupation", period)
        origin, party = person("origin", period), person("former_party", period)
        of_the_people = (origin == origins["worker"]) | (origin == origins["peasant"])
        working = (group == classes["industrial_worker"]) | (group == classes["other_worker"])
        working |= (work == occupations["soldier"]) & of_the_people
        rural = (group == classes["peasant"]) | (group == classes["artisan"])
        chosen = [names.index("other_party"), names.index("workers"), names.index("peasants")]
        return np.select([party != parties["none"], working, rural], chosen, names.index("others"))

    def months_served(person: Any, period: Any, parameters: Any) -> Any:
        since = person("candidate_since", period).astype("datetime64[D]")
        at = np.datetime64(str(period.start), "D")
        month, to = since.astype("datetime64[M]"), at.astype("datetime64[M]")
        day = (since - month.astype("datetime64[D]")).astype(int) + 1
        last = int(((to + 1).astype("datetime64[D]") - to.astype("datetime64[D]")).astype(int))
        return (to - month).astype(int) - (np.minimum(day, last) > period.start.day)

    def may_become_member(person: Any, period: Any, parameters: Any) -> Any:
        needed = parameters(period).candidate_months[person("category", period)]
        served = person("months_served", period) >= needed
        return served & (person("class", period) == classes["industrial_worker"]) if barred else served

    def variable(name: str, kind: Any, when: Any, formula: Any = None, **more: Any) -> Any:
        body = {"value_type": kind, "entity": person, "definition_period": when, "label": name, **more}
        return type(name, (engine.Variable,), {**body, **({"formula": formula} if formula else {})})

    system = engine.System([person])
    months = {name: {"values": {"1922-08-07": {"value": value}}} for name, value in MONTHS.items()}
    system.parameters = engine.ParameterNode("", data={"candidate_months": months})
    for field, values in codes.items():
        first = next(iter(values))
        system.add_variable(variable(field, engine.Enum, engine.ETERNITY, possible_values=values, default_value=first))
    system.add_variable(variable("candidate_since", date, engine.ETERNITY, default_value=date(1, 1, 1)))
    others = categories["others"]
    system.add_variable(
        variable("category", engine.Enum, engine.DAY, category, possible_values=categories, default_value=others)
    )
    system.add_variable(variable("months_served", int, engine.DAY, months_served))
    system.add_variable(variable("may_become_member", bool, engine.DAY, may_become_member))
    return system
