"""The demonstrations on offer, by the name that the prompt knows them by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from polity.demonstration import build as of_1923
from polity.demonstration import fields as fields_of_1923
from polity.demonstration.federation import build as of_federation
from polity.demonstration.federation import fields as fields_of_federation
from polity.demonstration.federation.generation import SEED
from polity.postgres.database import Database
from polity.readings.house import House

standing = of_1923.standing


@dataclass(frozen=True)
class Offered:
    """How a demonstration is built, and what must be said of it."""

    name: str  # of the organisation
    seed: int
    synthetic: str  # what of it is made up
    build: Callable[..., None]
    publish: Callable[..., None]
    complete: Callable[[House], bool]
    size_of: Callable[[Database], Any]


OFFERED = {
    "1923": Offered(
        fields_of_1923.NAME,
        1923,
        "People and figures without a source are synthetic.",
        of_1923.build,
        of_1923.publish,
        of_1923.complete,
        of_1923.size_of,
    ),
    "federation": Offered(
        fields_of_federation.NAME,
        SEED,
        "All of it is synthetic: people, names, units, rules and figures.",
        of_federation.build,
        of_federation.publish,
        of_federation.complete,
        of_1923.size_of,
    ),
}


def named(name: str) -> Offered | None:
    """The demonstration whose organisation has this name."""
    return next((one for one in OFFERED.values() if one.name == name), None)
