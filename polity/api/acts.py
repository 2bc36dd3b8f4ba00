"""Acts: each at an address of its own, examined or entered, once under each key that the asker gives it."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import blake2b

from polity.access import offers
from polity.access.tokens import IMPORTS
from polity.acts import ACTS, Act, Authority, Refused
from polity.acts.competence import for_oneself
from polity.api.answers import OBJECTION, Answer, unreadable
from polity.api.asking import Asked
from polity.api.routing import OPERATIONS, Operation, Scope
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, many, obj, of_act, table
from polity.journal import entries
from polity.readings.house import Scope as Seen
from polity.readings.units import lies_within
from polity.register.forms import Unreadable
from polity.words import ids
from polity.words.objections import Objection, objection

ENTERED: Schema = obj(entered=TEXT, on=DAY, entry=COUNT, receipt=TEXT, made=table(ID))
MAY: Schema = obj(may_be_entered=TEXT, on=DAY, objections=many(OBJECTION))
KEYED = 200  # letters that the name of an act may have


def _offered(asked: Asked) -> Answer:
    """Offer an act: with `dry_run` it is only examined."""
    kind = ACTS[asked.operation.path.removeprefix("/acts/")]
    if asked.query.get("dry_run"):
        act, _ = _read(asked, kind, None)
        by = _authority(asked)
        if objections := _beyond(asked, act) or offers.standing_in_the_way(act, by=by, house=asked.house):
            return _refused(kind, objections)
        return Answer(200, {"may_be_entered": kind.name, "on": act.on.isoformat(), "objections": []})
    if not asked.key or len(asked.key) > KEYED or not asked.key.isprintable():
        raise unreadable(
            "Idempotency-Key", f"An act needs a name of up to {KEYED} letters, so that it is entered once."
        )
    key = _hidden(asked, asked.key)
    again = _known(asked, key)
    try:
        act, made = _read(asked, kind, key, again=again)
    except Unreadable:
        return _refused(kind, [objection("key.other", key=asked.key)])
    if not again and (objections := _beyond(asked, act)):
        return _refused(kind, objections)
    try:
        receipt = offers.enter(act, by=_authority(asked), house=asked.house, key=key)
    except Refused as refusal:
        return _refused(kind, [_named(one, asked.key) for one in refusal.objections])
    shown = {name: ids.show(number) for name, number in made.items()}
    body = {
        "entered": kind.name, "on": act.on.isoformat(), "entry": receipt.entry, "receipt": receipt.receipt,
        "made": shown,
    }  # fmt: skip
    return Answer(201, body)


def _named(one: Objection, key: str) -> Objection:
    """The key as the asker wrote it, where the journal knows it by its digest."""
    return objection("key.other", key=key) if one.code == "key.other" else one


def _refused(kind: type[Act], objections: list[Objection]) -> Answer:
    return Answer(422, {"refused": kind.name, "objections": [one.plain() for one in objections]})


def _read(asked: Asked, kind: type[Act], key: str | None, *, again: bool = False) -> tuple[Act, Mapping[str, int]]:
    """The act as it was sent. One that was entered before is read as it was then: its people may have moved since.

    Raises Unreadable only for such a one; everybody else is answered in words.
    """
    day = date.fromisoformat(asked.body["on"])
    given = {name: value for name, value in asked.body.items() if name != "on"}
    scope = Seen(day=asked.scope.day, whole=True) if again else asked.scope
    draw = asked.of.randomness if key is None else _drawn(asked, f"{kind.name} {key}")
    try:
        found = offers.read(kind, given, on=day, house=asked.house, scope=scope, draw=draw)
    except Unreadable as problem:
        if again:
            raise
        raise unreadable(problem.field, problem.says) from None
    return found.act, found.made


def _authority(asked: Asked) -> Authority:
    """Who acts: the person of the key, in its office."""
    token = asked.token
    by = "operator, by a key" if token.person is None else "account, by a key"
    recorded = asked.of.now().isoformat(timespec="seconds")
    return Authority(by, recorded, asked.of.randomness, token.office, token.unit, token.person)


def _beyond(asked: Asked, act: Act) -> list[Objection]:
    """A key that is narrower than its office acts only in its own part of the tree."""
    token = asked.token
    if token.part is None or for_oneself(act, _authority(asked)):
        return []
    with asked.house.register(scope=asked.scope) as register:
        home = act.home(register)
        if home is not None and lies_within(register, home, scope=asked.scope):
            return []
        part = register.unit(token.part, on=asked.scope.day)
    code = part.code if part else ids.show(token.part)
    return [objection("competence.scope", unit=home or token.part, office=f"{token.office or 'operator'}@{code}")]


def _hidden(asked: Asked, key: str) -> str:
    """The name under which the journal keeps an act: nobody meets another's, and it says nothing of what was typed."""
    token = asked.token
    said = json.dumps([token.person, token.office, token.unit, key]).encode()
    return f"api-{blake2b(said, key=_first(asked), digest_size=24, person=b'polity api act 1').hexdigest()}"


def _drawn(asked: Asked, name: str) -> Callable[[int], bytes]:
    """Ids for what is new in an act: the same at every asking under the same key, so that it stays one act."""
    drawn = 0

    def draw(size: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return blake2b(f"{name} {drawn}".encode(), key=_first(asked), digest_size=size).digest()

    return draw


def _first(asked: Asked) -> bytes:
    """What every asking of this organisation has in common, and no other: the first receipt of its journal."""
    with asked.house.register(scope=asked.scope) as register:
        register.cursor.execute("SELECT receipt FROM journal_entry ORDER BY entry LIMIT 1")
        first = register.cursor.fetchone()
    return blake2b(str(first[0] if first else "").encode(), digest_size=32, person=b"polity api ids 1").digest()


def _known(asked: Asked, key: str) -> bool:
    with asked.house.register(scope=asked.scope) as register:
        return entries.earlier(register.cursor, key) is not None


def put() -> None:
    """Put every act at its address, but those that only whole files become."""
    for name, kind in sorted(ACTS.items()):
        if name not in IMPORTS:
            says = " ".join((kind.__doc__ or "").split())
            OPERATIONS.append(
                Operation(
                    "POST", f"/acts/{name}", f"acts.{name}", Scope.KEY, says, _offered, ENTERED, 201,
                    query={"dry_run": YES}, body=of_act(kind),
                )
            )  # fmt: skip


put()
