"""What may be done. `examine` says what stands in the way of an act; `enact` checks, applies and records it."""

from polity.acts import (
    admission,
    correction,
    membership,
    offices,
    organisation,
    people,
    record,
    release,
    statutes,
    units,
)
from polity.acts.act import ACTS, Act, Authority, Refused
from polity.acts.enact import enact, examine

__all__ = [
    "ACTS",
    "Act",
    "Authority",
    "Refused",
    "admission",
    "correction",
    "enact",
    "examine",
    "membership",
    "offices",
    "organisation",
    "people",
    "record",
    "release",
    "statutes",
    "units",
]
