"""Transfers as a desk sees them: whom it is to release or to acknowledge, and what became of the last ones."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.register.register import Register
from polity.words import names

DESK = "transfers"  # at it the rows of people are open who are released to the scope, as the migration says
MOST = 200  # transfers of one kind on a desk
ENDED = 20
FOUND = 20  # units that a search names


class Moving(NamedTuple):
    """A transfer as its two desks see it.

    Of somebody who is released to it, a desk sees the name, the standing, the day it counts from and why they asked:
    what it needs to acknowledge or to decline. Everything else comes with the acknowledgement.
    """

    person: int
    name: str  # empty where the reader may no longer see whom
    standing: str
    counted_from: date | None
    sending: At
    receiving: At
    state: str
    since: date  # of the last step
    grounds: str  # given at the last step
    asked_because: str
    outgoing: bool  # the sending unit lies in the reader's part of the tree
    incoming: bool


class Desk(NamedTuple):
    """What waits at a desk, the oldest first, and the last that came to an end."""

    to_release: Sequence[Moving]
    to_acknowledge: Sequence[Moving]
    waiting: Sequence[Moving]  # released from here, to be acknowledged elsewhere
    ended: Sequence[Moving]


class Step(NamedTuple):
    """A step of a transfer: asked, released, acknowledged, declined, taken back; with the grounds that were given."""

    state: str
    day: date
    grounds: str


class Destination(NamedTuple):
    """A unit to which somebody may move. That a unit stands, and what it is called, is known to every member."""

    name: str
    code: str
    above: str


def desk(house: House, *, on: date, scope: Scope) -> Desk:
    """The transfers of the reader's part of the tree, as they stand now."""
    with house.register(scope=scope, desk=DESK) as register:
        still = _moving(register, "t.state IN ('asked', 'released')", on, MOST, "since, t.person")
        over = _moving(register, "t.state NOT IN ('asked', 'released')", on, ENDED, "since DESC, t.person")
    released = [one for one in still if one.state == "released"]
    return Desk(
        [one for one in still if one.state == "asked" and one.outgoing],
        [one for one in released if one.incoming],
        [one for one in released if one.outgoing and not one.incoming],
        [one for one in over if one.outgoing or one.incoming],
    )


def under_way(house: House, person: int, *, on: date, scope: Scope) -> Moving | None:
    """The transfer of a person that is under way. None where there is none, or the reader has no part in it."""
    with house.register(scope=scope, desk=DESK) as register:
        found = _moving(register, "t.state IN ('asked', 'released') AND t.person = %(person)s", on, 1, "1", person)
    return found[0] if found else None


def destinations(house: House, text: str, *, on: date, scope: Scope) -> list[Destination]:
    """Units by their code or a part of their name, wherever they stand; who belongs to them is not said."""
    wanted = " ".join(text.split())
    if len(wanted) < 2 and not wanted.isalnum():
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT u.name, u.code, coalesce(p.name, '') FROM unit u LEFT JOIN unit p ON p.unit = u.parent"
            " AND p.valid @> %(on)s WHERE u.valid @> %(on)s AND (lower(u.code) = lower(%(text)s)"
            " OR strpos(lower(u.name), lower(%(text)s)) > 0)"
            " ORDER BY lower(u.code) = lower(%(text)s) DESC, u.name, u.code LIMIT %(most)s",
            {"on": on, "text": wanted, "most": FOUND},
        )
        return [Destination(*row) for row in register.cursor.fetchall()]


def steps(house: House, person: int, *, scope: Scope) -> list[Step]:
    """The steps of a person's transfers, as far as the reader may see them, in their order."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT state, on_day, coalesce(grounds, '') FROM transfer_step WHERE person = %s ORDER BY on_day, entry",
            [person],
        )
        return [Step(*row) for row in register.cursor.fetchall()]


def _moving(
    register: Register, condition: str, on: date, most: int, order: str, person: int | None = None
) -> list[Moving]:
    register.cursor.execute(
        "SELECT t.person, n.family, n.given, n.middle, s.standing, s.counted_from,"
        " a.name, a.code, b.name, b.code, t.state, coalesce(l.on_day, t.asked) AS since, coalesce(l.grounds, ''),"
        " coalesce((SELECT f.grounds FROM transfer_step f WHERE f.transfer = t.transfer AND f.state = 'asked'), ''),"
        " polity_all() OR t.sending IN (SELECT polity_units()), polity_all() OR t.receiving IN (SELECT polity_units())"
        " FROM transfer t LEFT JOIN person_name n USING (person)"
        " LEFT JOIN standing s ON s.person = t.person AND s.valid @> %(on)s"
        f" LEFT JOIN LATERAL ({_named('t.sending')}) a ON true LEFT JOIN LATERAL ({_named('t.receiving')}) b ON true"
        " LEFT JOIN LATERAL (SELECT on_day, grounds FROM transfer_step x WHERE x.transfer = t.transfer"
        " ORDER BY x.entry DESC LIMIT 1) l ON true"
        f" WHERE {condition} ORDER BY {order} LIMIT %(most)s",
        {"on": on, "most": most, "person": person},
    )
    return [
        Moving(
            row[0],
            names.full(row[1], row[2], row[3]) if row[1] is not None else "",
            row[4] or "",
            row[5],
            At(row[6] or "", row[7] or ""),
            At(row[8] or "", row[9] or ""),
            *row[10:],
        )
        for row in register.cursor.fetchall()
    ]


def _named(unit: str) -> str:
    return (
        f"SELECT v.name, v.code FROM unit v WHERE v.unit = {unit} AND lower(v.valid) <= %(on)s"
        " ORDER BY v.valid DESC LIMIT 1"
    )
