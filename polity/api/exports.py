"""Exports: the files that were asked for, what for, until when, and whether a second officer let them go ahead."""

from typing import Any

from polity.api.answers import Answer, not_here, there
from polity.api.asking import Asked
from polity.api.people import iso, shown
from polity.api.routing import FILE, Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, many, obj, opt
from polity.imports.handing import Taker, handed
from polity.imports.sweeping import ENDINGS
from polity.readings import exports
from polity.register.exports import Export
from polity.words import ids

EXPORT: Schema = obj(
    export=ID, what=TEXT, unit=opt(ID), form=TEXT, purpose=TEXT, columns=many(TEXT), people=COUNT, owner=opt(ID),
    made=DAY, expires=DAY, approved=YES, second=opt(ID), ended=YES,
)  # fmt: skip


@reading("/exports", name="exports.list", scope=Scope.KEY, answer=obj(items=many(EXPORT)))
def listed(asked: Asked) -> Any:
    """The exports of the key's part of the tree, the latest first."""
    return {"items": [_export(one, asked) for one in exports.exports(asked.house, scope=asked.scope)]}


@reading(
    "/exports/{export}", name="exports.one", scope=Scope.KEY, answer=EXPORT, example={"export": "EXPORT"}
)  # fmt: skip
def one(asked: Asked) -> Any:
    """One export, and how it stands."""
    return _export(_found(asked), asked)


@reading(
    "/exports/{export}/file", name="exports.file", scope=Scope.KEY, answer=TEXT, kind=FILE,
    example={"export": "EXPORT"},
)  # fmt: skip
def file(asked: Asked) -> Any:
    """The file of an export, for its owner, once it is approved and until it expires. Each taking is written down."""
    found = _found(asked)
    by = Taker(asked.token.person, asked.operator, asked.office)
    path = handed(asked.house, found, by, today=asked.scope.day, at=asked.of.now(), scope=asked.scope)
    if path is None:
        raise not_here()
    name = f"{found.what}-{found.made}{ENDINGS[found.form]}"
    return Answer(200, path, {"Content-Disposition": f'attachment; filename="{name}"'})


def _found(asked: Asked) -> Export:
    return there(exports.one(asked.house, asked.id("export"), scope=asked.scope))


def _export(one: Export, asked: Asked) -> dict[str, Any]:
    return {
        "export": ids.show(one.export), "what": one.what, "unit": shown(one.unit), "form": one.form,
        "purpose": one.purpose, "columns": list(one.columns), "people": one.people, "owner": shown(one.owner),
        "made": iso(one.made), "expires": iso(one.expires), "approved": one.approved, "second": shown(one.second),
        "ended": one.expires < asked.scope.day,
    }  # fmt: skip
