"""The API keeps to its own description: asked in every way that the description allows, and in ways it forbids."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from polity.api.openapi import described
from polity.api.routing import OPERATIONS
from tests.api.asking import api_of, made
from tests.league import ANNA, CENTRE
from tests.pages.offices import appoint

CHECKS = [
    not_a_server_error, content_type_conformance, ignored_auth, missing_required_header, negative_data_rejection,
    response_headers_conformance, response_schema_conformance, status_code_conformance, unsupported_method,
]  # fmt: skip
held: dict[str, Any] = {}


def served(environ: Any, start: Any) -> Any:
    """The API of the league that the module opened."""
    return held["api"](environ, start)


schema = schemathesis.openapi.from_dict(described(OPERATIONS))
schema.app = served


@pytest.fixture(scope="module", autouse=True)
def secretary(leagues: Any) -> Iterator[None]:
    """Anna is the secretary of the centre: what she asks for may well be there, and what she offers be entered."""
    with leagues() as league:
        appoint(league, ANNA, CENTRE)
        held["api"], held["key"] = api_of(league), made(league, ANNA, "secretary", CENTRE)[1]
        yield
        held.clear()


@schema.parametrize()
@settings(
    max_examples=4, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_operation_keeps_to_its_description(case: Any) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {held['key']}"}, checks=CHECKS)
