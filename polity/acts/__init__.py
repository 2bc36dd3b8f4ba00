"""What may be done. `examine` says what stands in the way of an act; `enact` checks, applies and records it."""

from polity.acts import (
    accounts,
    admission,
    consent,
    contacts,
    correction,
    meetings,
    membership,
    offices,
    organisation,
    people,
    record,
    release,
    reregistration,
    retention,
    rights,
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
    "accounts",
    "admission",
    "consent",
    "contacts",
    "correction",
    "enact",
    "examine",
    "meetings",
    "membership",
    "offices",
    "organisation",
    "people",
    "record",
    "release",
    "reregistration",
    "retention",
    "rights",
    "statutes",
    "units",
]
