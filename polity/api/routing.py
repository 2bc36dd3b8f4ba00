"""How an operation comes to be at an address, and who may ask for it. One that does not say who stops the start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from polity.access.tokens import families
from polity.api.schemas import ID, UNIT, Schema

if TYPE_CHECKING:
    from polity.api.asking import Asked

ROOT = "/api/v1"
JSON, FILE = "application/json", "application/octet-stream"
PATH_PARTS: Mapping[str, Schema] = {
    "person": ID,
    "resolution": ID,
    "question": ID,
    "danger": ID,
    "forecast": ID,
    "meeting": ID,
    "appeal": ID,
    "request": ID,
    "export": ID,
    "roll": ID,
    "unit": UNIT,
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "number": {"type": "integer", "minimum": 1, "maximum": 2**53},
}


class Scope(Enum):
    """Who may ask. What is then answered is narrowed again by the readings that are asked."""

    OPEN = "open"  # anyone: the description of the API itself
    KEY = "key"  # whoever brings a key that is made for it; answers what the key's office covers today


class Undeclared(RuntimeError):
    """An operation that does not say who may ask for it, or what for. The API does not start."""


@dataclass(frozen=True)
class Operation:
    """A method at an address.

    path     below ROOT, with parts in braces: `/units/{unit}`
    name     under which keys allow it, beginning with its family: `readings.units.one`
    query    what may stand after the question mark, by name; `needed` are those that must
    body     what is sent with it, if anything is
    answer   the shape of what comes back, `status` how it is called, and `kind` its media type
    example  values for every part and for the query, by which it answers with the League of the tests or anywhere
             else once the ids and codes in it are replaced
    """

    method: str
    path: str
    name: str
    scope: Scope
    says: str
    view: Callable[["Asked"], Any] = field(repr=False)
    answer: Schema = field(repr=False)
    status: int = 200
    kind: str = JSON
    query: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    needed: tuple[str, ...] = ()
    body: Schema | None = field(default=None, repr=False)
    example: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts of the path."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))


OPERATIONS: list[Operation] = []


def reading(
    path: str,
    *,
    name: str,
    scope: Scope,
    answer: Schema,
    query: Mapping[str, Schema] | None = None,
    needed: tuple[str, ...] = (),
    example: Mapping[str, Any] | None = None,
    kind: str = JSON,
) -> Callable[[Callable[["Asked"], Any]], Callable[["Asked"], Any]]:
    """Put a reading at an address. Its docstring says what it answers."""

    def put(view: Callable[["Asked"], Any]) -> Callable[["Asked"], Any]:
        says = " ".join((view.__doc__ or "").split())
        OPERATIONS.append(
            Operation(
                "GET", path, f"readings.{name}", scope, says, view, answer, query=query or {}, needed=needed,
                example=example or {}, kind=kind,
            )
        )  # fmt: skip
        return view

    return put


def insist(operations: Iterable[Operation]) -> None:
    """Stop the start if an operation does not say who may ask for it, what it is, or under which family it falls."""
    seen: set[tuple[str, str]] = set()
    for one in operations:
        where = f"{one.method} {ROOT}{one.path}"
        if not isinstance(one.scope, Scope):
            raise Undeclared(f"{where} does not say who may ask for it.")
        if one.scope is Scope.KEY and not any(one.name.startswith(f"{family}.") for family in families()):
            raise Undeclared(f"{where} is called {one.name}, and no key could be made for it.")
        if not one.says or (one.method, one.path) in seen:
            raise Undeclared(f"{where} says nothing of itself, or is there twice.")
        if strange := [part for part in one.parts if part not in PATH_PARTS]:
            raise Undeclared(f"{where} has a part that is nothing known: {strange[0]}.")
        seen.add((one.method, one.path))
