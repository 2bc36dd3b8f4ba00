"""Addresses of what a page can speak of. Whoever gives a subject its page uses the route that stands here."""

from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest

from polity.words import ids

ROUTES = {
    "unit": "units/<str:unit>/",
    "person": "people/<str:person>/",
    "article": "statutes/articles/<str:article>/",
    "entry": "journal/<int:entry>/",
    "search": "search/",
    "synthetic": "sources/",
}


def kept_day(request: HttpRequest | None) -> date | None:
    """The day that every link of a page carries on: the one asked for, or None when the page answers for today."""
    day: date | None = getattr(request, "day", None)
    return None if day is None or day == getattr(request, "today", None) else day


def to(path: str, on: date | None = None, **query: object) -> str:
    """An address of ours with a day and other particulars. A list gives a particular several values.

    Particulars that are None or empty are left out.
    """
    if on is None and not query:
        return path
    held: dict[str, object] = {
        key: [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
        for key, value in query.items()
        if value not in (None, "", (), [])
    }
    if on is not None:
        held["on"] = on.isoformat()
    if not held:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(held, doseq=True)}"


def unit(code: str, on: date | None = None) -> str:
    """A unit, by its code or its written id."""
    return to(f"/units/{quote(code, safe='')}/", on)


def person(number: int | str, on: date | None = None) -> str:
    """A person, by id."""
    written = ids.show(number) if isinstance(number, int) else number
    return to(f"/people/{quote(written, safe='')}/", on)


def article(number: str, on: date | None = None) -> str:
    """An article of the statutes, as it stood on a day."""
    return to(f"/statutes/articles/{quote(number, safe='')}/", on)


def entry(number: int) -> str:
    """An entry of the journal. It is the same on every day."""
    return f"/journal/{number}/"
