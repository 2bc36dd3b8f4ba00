"""The description of the API, made from its operations: OpenAPI 3.1."""

from collections.abc import Iterable
from typing import Any

from polity.api.acts import MAY
from polity.api.answers import PROBLEM, REFUSED
from polity.api.routing import JSON, PATH_PARTS, ROOT, Operation
from polity.api.schemas import Schema

VERSION = "1"
ABOUT = (
    "Every act and every reading of the organisation as JSON. A key is sent as `Authorization: Bearer KEY`; it does "
    "what whoever made it may do in its office, and no more. An act that is entered bears an `Idempotency-Key`: sent "
    "twice, it is entered once. What stands in the way of an act is answered with 422, all of it at once."
)
FAILURES = {
    401: "No key, or none that runs.",
    403: "The key is not made for this.",
    404: "Nothing there, or nothing that this key may see: the same answer for both.",
    405: "The address answers to other methods.",
    422: "Something in the question has no meaning; the field is named.",
    429: "The key asks too often; Retry-After says when it may again.",
}


def described(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, Any] = {}
    for one in operations:
        paths.setdefault(ROOT + one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Polity", "version": VERSION, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, "Refused": REFUSED},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _operation(one: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "tags": [".".join(one.name.split(".")[:2])],
        "summary": one.says.partition(". ")[0].rstrip("."),
        "description": one.says,
        "parameters": [*_parts(one), *_query(one)],
        "responses": _responses(one),
    }
    if one.body is not None:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": one.body}}}
        found["parameters"].append(
            {
                "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string"},
                "description": "Needed unless it is a dry run: under one key an act is entered once.",
            }
        )  # fmt: skip
    return found


def _parts(one: Operation) -> list[dict[str, Any]]:
    return [{"name": part, "in": "path", "required": True, "schema": PATH_PARTS[part]} for part in one.parts]


def _query(one: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name, "in": "query", "required": name in one.needed, "schema": schema,
            **({"style": "form", "explode": True} if schema.get("type") == "array" else {}),
        }
        for name, schema in one.query.items()
    ]  # fmt: skip


def _responses(one: Operation) -> dict[str, Any]:
    found = {str(one.status): _response("Entered." if one.body else "What was asked for.", one.answer, one.kind)}
    problem = {"$ref": "#/components/schemas/Problem"}
    for status, says in FAILURES.items():
        found[str(status)] = _response(says, problem)
    if one.body is not None:
        found["200"] = _response("A dry run: nothing stands in the way, and nothing was entered.", MAY)
        refused = {"anyOf": [{"$ref": "#/components/schemas/Refused"}, problem]}
        found["422"] = _response("Everything that stands in the way, or the field that cannot be read.", refused)
        found["413"] = _response("More was sent than an act may hold.", problem)
        found["415"] = _response("What was sent is not called JSON.", problem)
    return dict(sorted(found.items()))


def _response(says: str, schema: Schema, kind: str = JSON) -> dict[str, Any]:
    return {"description": says, "content": {kind: {"schema": schema}}}
