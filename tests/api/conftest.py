"""The API as it is asked: in this process, through WSGI, with keys made as people make them."""

from collections.abc import Iterator

import pytest

from tests.api.asking import Caller, called
from tests.league import ANNA, SOUTH, League
from tests.pages.offices import appoint


@pytest.fixture
def secretary(league: League) -> Iterator[Caller]:
    """Anna, the secretary of South, with a key for everything that she may do there."""
    appoint(league, ANNA, SOUTH)
    yield called(league, ANNA, "secretary", SOUTH)
