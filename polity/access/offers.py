"""Acts as readers offer them: read from plain values, and naming nobody whom the reader may not see."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, cast, get_args

from polity.acts import Act, Authority, articles, enact, examine
from polity.acts.competence import objections as competence
from polity.journal import entries
from polity.journal.entries import Receipt
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.units import lies_within
from polity.register.forms import PersonId, SubjectId, UnitId, Unreadable, build, hints
from polity.register.register import Register
from polity.register.remembering import Remembering
from polity.register.tables import REGISTER
from polity.register.transfers import arriving
from polity.statutes import store
from polity.words import ids
from polity.words.objections import Objection


@dataclass(frozen=True)
class Offered:
    """An act that was read, and the ids that were made up for what is new in it, by field."""

    act: Act
    made: Mapping[str, int]


def read(
    kind: type[Act],
    given: Mapping[str, Any],
    *,
    on: date,
    house: House,
    scope: Scope,
    draw: Callable[[int], bytes],
    settled: Collection[str] = (),
) -> Offered:
    """Make an act from plain values, such as a form or a request holds them.

    given  particulars by name: ids as people read them, units also by code, days in ISO; lists and mappings as such
           or as JSON. Ids of what the act makes may be left out.
    scope  of the reader: somebody outside it is answered as somebody who does not exist
    draw   gives so many random bytes, for the ids of what is new
    settled  particulars that the caller has looked up for the reader already, such as what an address names

    Raises Unreadable, which names the field, the value and what is expected.
    """
    values = dict(given)
    made: dict[str, int] = {}
    for name in kind.makes:
        if values.get(name) in (None, ""):
            values[name] = made[name] = ids.of_bytes(draw(8))
    with house.register(scope=scope) as register:
        for name, hint in hints(cast(Hashable, kind)).items():
            if name in values and _is_of(hint, UnitId):
                values[name] = _units(register, name, values[name], on)
        act = build(kind, {"on": on, **values})
        for name, person in named(act):
            known = register.kind_of(person) == "person" or arriving(register, person)
            if name not in kind.makes and not known:
                raise Unreadable(name, ids.show(person), "somebody whom you may see in the register")
        for name, number in _others(act):
            looked_up = scope.whole or name in (*kind.makes, *kind.unseen, *settled)
            if not looked_up and not _seen(register, scope, name, number):
                said = f"{ids.show(number)} is nothing that you may see in the register."
                raise Unreadable(name, ids.show(number), "something that you may see in the register", said)
    return Offered(act, made)


def named(act: Act) -> Iterator[tuple[str, int]]:
    """Everybody whom an act names, by field."""
    for name, hint in hints(cast(Hashable, type(act))).items():
        if _is_of(hint, PersonId):
            value = getattr(act, name)
            for person in value if isinstance(value, (tuple, list)) else (value,):
                if person is not None:
                    yield name, person


def _others(act: Act) -> Iterator[tuple[str, int]]:
    """Whatever else an act names by an id, such as a meeting or an application, by field."""
    for name, hint in hints(cast(Hashable, type(act))).items():
        if _is_of(hint, SubjectId):
            value = getattr(act, name)
            yield from ((name, number) for number in (value if isinstance(value, tuple) else (value,)) if number)


def _seen(register: Register, scope: Scope, name: str, number: int) -> bool:
    """Whether something of the register is known by the id, as far as the scope shows it."""
    if name == "term":
        term = register.term(number)
        return term is not None and (term.person == scope.person or lies_within(register, term.unit, scope=scope))
    if name == "subject":
        register.cursor.execute("SELECT FROM place WHERE subject = %s LIMIT 1", [number])
        return register.cursor.fetchone() is not None
    register.cursor.execute(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.atttypid = 'bigint'::regtype"
        " WHERE c.relname = ANY(%s) AND c.relrowsecurity ORDER BY 1",
        [[of.name for of in REGISTER if not of.everybodys]],
    )
    for stored, column in register.cursor.fetchall():
        register.cursor.execute(f'SELECT FROM {stored} WHERE "{column}" = %s LIMIT 1', [number])
        if register.cursor.fetchone() is not None:
            return True
    return False


def standing_in_the_way(act: Act, *, by: Authority, house: House) -> list[Objection]:
    """What stands in the way of an act, all of it, as `enact` would find it now. Nothing is entered."""
    with house.register(scope=_everything(act)) as register:
        return examine(act, by=by, register=register, law=store.adopted(register))


def foreseen(act: Act, *, by: Authority, house: House) -> list[Objection]:
    """What competence and the articles say of an act of which not everything is known yet.

    What is so and would stand in the way depends on what is still to be filled in, and is left out.
    """
    with house.register(scope=_everything(act)) as register:
        law = store.adopted(register)
        return list(competence(act, by, register, law)) or list(articles.objections(act, register, law))


def stands_in_the_way(acts: Iterable[Act], *, by: Authority, house: House) -> list[list[Objection]]:
    """What stands in the way of each of many acts, as if it were the only one; what they share is asked once.

    Kept for whoever acts, until anything is entered.
    """
    offered = tuple(acts)
    if not offered:
        return []
    whole = Scope(day=max(act.on for act in offered), whole=True)
    with house.register(scope=whole) as register:
        known = Remembering(register)

        def found() -> list[list[Objection]]:
            law = store.adopted(known)
            return [examine(act, by=by, register=known, law=law) for act in offered]

        newest = entries.newest(register.cursor)
        asked = ("stands in the way", by.operator, by.person, by.office, by.unit, newest, offered)
        return kept(house, asked, found, scope=whole)


def may_offer(act: Act, *, by: Authority, house: House) -> bool:
    """Whether whoever acts is competent for an act at all; for menus and buttons."""
    return may_offer_each([act], by=by, house=house)[0]


def may_offer_each(acts: Iterable[Act], *, by: Authority, house: House) -> list[bool]:
    """Whether whoever acts is competent for each of many acts; what they share is asked once."""
    offered = list(acts)
    if not offered:
        return []
    with house.register(scope=Scope(day=max(act.on for act in offered), whole=True)) as register:
        known = Remembering(register)
        law = store.adopted(known)
        return [not list(competence(act, by, known, law)) for act in offered]


def _everything(act: Act) -> Scope:
    """An act is examined against all that is so; what the answer may say, competence has settled before."""
    return Scope(day=act.on, whole=True)


def enter(act: Act, *, by: Authority, house: House, key: str) -> Receipt:
    """Enter an act once, however often it is asked for under the same key. Raises Refused."""
    return enact(act, by=by, database=house.database, key=key)


def particulars(kind: type[Act]) -> Iterator[tuple[str, Any, bool]]:
    """The particulars of an act in order, without its day: name, declared type, and whether it must be given."""
    declared = hints(cast(Hashable, kind))
    for field in fields(cast(Any, kind)):
        if field.name != "on":
            needed = field.default is MISSING and field.default_factory is MISSING and field.name not in kind.makes
            yield field.name, declared[field.name], needed


def _is_of(hint: Any, wanted: Any) -> bool:
    return hint is wanted or any(_is_of(arm, wanted) for arm in get_args(hint))


def _units(register: Register, name: str, value: Any, on: date) -> Any:
    if isinstance(value, str) and "," in value:
        value = [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, (list, tuple)):
        return [_unit(register, name, one, on) for one in value]
    return _unit(register, name, value, on)


def _unit(register: Register, name: str, value: Any, on: date) -> Any:
    if not isinstance(value, str) or not value:
        return value
    found = register.unit_by_code(value, on=on)
    if found is not None:
        return found.unit
    number = ids.read(value)
    if number is not None and register.unit_history(number):
        return number
    raise Unreadable(name, value, f"the code or the id of a unit that stands on {on}")
