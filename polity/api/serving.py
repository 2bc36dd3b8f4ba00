"""The API of an organisation that somebody has opened, ready to be served."""

from collections.abc import Callable
from datetime import date

from polity.api.app import Api
from polity.api.asking import Organisation
from polity.readings.house import House
from polity.readings.sources import Book


def application(
    house: House, *, name: str, today: Callable[[], date] = date.today, secret: bytes, book: Book | None = None
) -> Api:
    """Make the WSGI application. `secret` signs the places where lists go on."""
    return Api(Organisation(house, name, secret, today=today, book=book))
