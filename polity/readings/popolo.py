"""People, units, memberships and posts as Popolo JSON, the form in which civic programs exchange them."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from polity.readings.files import whole
from polity.readings.house import Scope
from polity.register.register import Register
from polity.words import ids


def write(register: Register, to: Path, *, what: str, on: date, columns: Sequence[str], scope: Scope) -> int:
    """Write what a scope shows on a day. Returns how many people, or units where only units are asked for.

    columns  of those that a file of people may have, which are wanted; names and ids are always written
    """
    units = list(_organisations(register, on, scope))
    people, memberships, posts = [], [], []
    if what == "people":
        seen: dict[int, dict[str, Any]] = {}
        for person, membership in _memberships(register, on, columns):
            seen.setdefault(int(person.pop("number")), person)
            memberships.append(membership)
        people = list(seen.values())
        for post, membership in _offices(register, on, set(seen)):
            posts.append(post)
            memberships.append(membership)
    told = {"persons": people, "organizations": units, "memberships": memberships, "posts": posts}
    with whole(to) as made:
        made.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(people) if what == "people" else len(units)


def _organisations(register: Register, on: date, scope: Scope) -> Iterator[dict[str, Any]]:
    within = "" if scope.whole else "AND unit = ANY (ARRAY(SELECT polity_units()))"
    register.cursor.execute(
        f"SELECT unit, name, tier, parent, code, lower(valid), upper(valid) FROM unit WHERE valid @> %s {within}"
        " ORDER BY code",
        [on],
    )
    for unit, name, tier, parent, code, since, until in register.cursor.fetchall():
        yield _given(
            id=ids.show(unit),
            name=name,
            classification=tier,
            parent_id=None if parent is None else ids.show(parent),
            identifiers=[{"scheme": "code", "identifier": code}],
            founding_date=since.isoformat(),
            dissolution_date=None if until is None else until.isoformat(),
        )


def _memberships(
    register: Register, on: date, columns: Sequence[str]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    register.cursor.execute(
        "SELECT s.person, n.family, n.given, n.middle, s.unit, s.standing, lower(s.valid), upper(s.valid), f.facts"
        " FROM standing s JOIN person_name n USING (person) LEFT JOIN facts f ON f.subject = s.person"
        " AND f.valid @> %(on)s::date WHERE s.valid @> %(on)s::date ORDER BY n.sort, s.person",
        {"on": on},
    )
    for person, family, given, middle, unit, standing, since, until, facts in register.cursor.fetchall():
        held = facts or {}
        told = _given(
            number=person,
            id=ids.show(person),
            name=" ".join(part for part in (given, middle, family) if part),
            family_name=family,
            given_name=given or None,
            additional_name=middle or None,
            birth_date=held.get("born") if "born" in columns else None,
            gender=held.get("sex") if "sex" in columns else None,
        )
        yield (
            told,
            _given(
                person_id=ids.show(person),
                organization_id=ids.show(unit),
                role=standing if "standing" in columns else None,
                start_date=since.isoformat() if "since" in columns else None,
                end_date=until.isoformat() if until is not None and "until" in columns else None,
            ),
        )


def _offices(register: Register, on: date, people: set[int]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    register.cursor.execute(
        "SELECT term, office, unit, person, lower(valid), upper(valid) FROM office_term WHERE valid @> %s"
        " ORDER BY unit, office, term",
        [on],
    )
    for term, office, unit, person, since, until in register.cursor.fetchall():
        if person not in people:
            continue
        post = {"id": ids.show(term), "label": office, "role": office, "organization_id": ids.show(unit)}
        yield (
            post,
            _given(
                person_id=ids.show(person),
                organization_id=ids.show(unit),
                post_id=ids.show(term),
                role=office,
                start_date=since.isoformat(),
                end_date=None if until is None else until.isoformat(),
            ),
        )


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
