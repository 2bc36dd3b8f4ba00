"""The sources and the register: what is stated, what the register counts, and where sources disagree."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import figures, frame, links, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings.house import Scope as Seen
from polity.readings.sources import Figure, stated

VERDICTS = {
    "equal": gettext_lazy("equal"),
    "as near as whole people allow": gettext_lazy("as near as whole people allow"),
    "at least": gettext_lazy("at least as many, as stated"),
    "differs": gettext_lazy("differs"),
    "not measurable": gettext_lazy("cannot be measured here"),
}


@page("sources/", name="sources", scope=Scope.OPEN, section=gettext_lazy("Sources"), order=60)
def sources(request: HttpRequest) -> HttpResponse:
    """Stated figures beside the register's. Whole figures are shown to everybody only because nobody in them lived."""
    organisation = frame.current()
    book = organisation.book if organisation.demonstration else None
    if book is None:
        return show(request, "sources/none.html", {})
    found = stated(opened.house(), book, scope=Seen(day=request.today, whole=True))  # type: ignore[attr-defined]
    listed = _figures(request, list(found))
    if (answer := taken(request, listed)) is not None:
        return answer
    verdicts = [figure.verdict for figure in found]
    shown = {
        "listed": listed,
        "equal": sum(verdict != "differs" and verdict != "not measurable" for verdict in verdicts),
        "measured": sum(verdict != "not measurable" for verdict in verdicts),
        "discrepancies": book.discrepancies(),
        "rivals": book.rivals(),
        "references": book.references(),
    }
    return show(request, "sources/sources.html", shown)


def _figures(request: HttpRequest, found: list[Figure]) -> Table:
    columns = [
        Column("record", _("Record")), Column("about", _("What is stated")), Column("place", _("Where")),
        Column("as_of", _("As of")), Column("source", _("Source")), Column("stated", _("Stated")),
        Column("register", _("Register")), Column("verdict", _("Agreement")), Column("note", _("Note")),
    ]  # fmt: skip
    rows = [
        (
            figure.record, figure.about.replace("_", " "), figure.place, figure.as_of,
            Cell(figure.source, f"#{figure.source}"), _written(figure.stated),
            Cell(_written(figure.register), _href(request, figure)),
            VERDICTS.get(figure.verdict, figure.verdict), figure.note,
        )
        for figure in found
    ]  # fmt: skip
    return Table("sources", _("Stated figures and the register"), columns, rows)


def _written(text: str | None) -> str:
    """A figure as the source prints it, with thin spaces between thousands."""
    if not text:
        return figures.UNKNOWN
    return figures.number(int(text)) if text.isdecimal() else text


def _href(request: HttpRequest, figure: Figure) -> str:
    """The question of the census that counts it, for whoever may ask it."""
    question = figure.question
    if question is None or question.of != "people" or not request.reader.signed_in:  # type: ignore[attr-defined]
        return ""
    where = {name: tuple(values) for name, values in question.where.items()}
    by = next(iter(where), "standing")
    return links.to("/census/", question.day, under=question.under or "", by=by, **where)
