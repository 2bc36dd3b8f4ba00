"""Published figures: what everybody may see, with small groups left out."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from polity.pages import labels, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Column, Table
from polity.readings.house import Scope as Seen
from polity.readings.kept import kept
from polity.readings.release import Release
from polity.readings.release import releases as reading


@page("releases/", name="releases", scope=Scope.OPEN, section=gettext_lazy("Published figures"), order=35)
def releases(request: HttpRequest) -> HttpResponse:
    """Every published table, the newest first."""
    found = [(release, _kept(release)) for release in reading(opened.house(), scope=opened.scope_of(request))]
    if (answer := taken(request, *(table for _release, table in found))) is not None:
        return answer
    return show(request, "releases/releases.html", {"found": found})


def _kept(release: Release) -> Table:
    """The table of a release, drawn once for each language: what was published stays as it is."""
    key = ("release", release.entry, release.release, get_language())
    return kept(opened.house(), key, lambda: _table(release), scope=Seen(day=release.on, whole=True))


def _table(release: Release) -> Table:
    by = list(release.figures.get("by", ()))
    declared = {name: field.label for name, field in opened.house().columns.fields.items()}
    columns = [Column(name, labels.dimension(name, declared)) for name in by]
    columns.append(Column("count", _("Persons"), "count"))
    rows = [(*map(labels.headed, row["values"]), row["count"]) for row in release.figures.get("rows", ())]
    total = (_("Together"), *([None] * (len(by) - 1)), release.figures.get("total")) if by else None
    return Table(f"r{release.entry}", release.title, columns, rows, total=total)
