"""Filters: numbers, shares, days and ids as people read them."""

from datetime import date, datetime

from django import template

from polity.pages import figures
from polity.words import ids

register = template.Library()


@register.filter
def thin(value: figures.Number | None) -> str:
    """`{{ 410000|thin }}`: thin spaces between thousands; a dash where nothing is known."""
    return figures.number(value)


@register.filter
def signed(value: figures.Number | None) -> str:
    """`{{ change|signed }}`: the sign before the number, plus as well as minus."""
    return figures.number(value, signed=True)


@register.filter
def per_mille(value: figures.Number | None) -> str:
    """`{{ share|per_mille }}`: a share counted per thousand, with one decimal."""
    return figures.per_mille(value)


@register.filter
def decimal(value: figures.Number | None) -> str:
    """`{{ score|decimal }}`: with two decimals."""
    return figures.number(value, 2)


@register.filter
def day(value: date | str | None) -> str:
    """`{{ spell.since|day }}`: 15 April 1923. What the journal holds as text is read first."""
    return figures.day(date.fromisoformat(value) if value and isinstance(value, str) else value)


@register.filter
def moment(value: datetime | str | None) -> str:
    """`{{ session.seen|moment }}`: 15 April 1923, 14:30. What the journal holds as text is read first."""
    if not value:
        return figures.UNKNOWN
    known = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{figures.day(known.date())}, {known:%H:%M}"


@register.filter
def grouped(value: int | None) -> str:
    """`{{ person.id|grouped }}`: an id in three groups of four letters."""
    return figures.UNKNOWN if value is None else ids.show(value)
