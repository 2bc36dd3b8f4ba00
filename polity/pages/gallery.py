"""The gallery of components, for those who write pages. Its figures are samples and describe nothing."""

from datetime import date
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from polity.pages import charts, courses, dots
from polity.pages.forms import PlainForm
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table

SAMPLE = "A sample figure of the gallery."


class SampleForm(PlainForm):
    """One field of each kind."""

    member = forms.CharField(label="Member", help_text="Number or name, as on the card.")
    receiving = forms.ChoiceField(label="Receiving branch", choices=[("a", "North"), ("b", "South")])
    on = forms.DateField(
        label="Day of effect",
        help_text="The first day on which the member belongs to the receiving branch.",
    )
    told = forms.ChoiceField(
        label="Who told the sending branch?",
        choices=[("m", "The member"), ("b", "The receiving branch")],
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(label="Grounds", widget=forms.Textarea)


def _composition() -> charts.Chart:
    parts = [
        charts.Part("Workers", 444, "/gallery/"),
        charts.Part("Peasants", 267, "/gallery/"),
        charts.Part("Employees", 222, "/gallery/"),
        charts.Part("Not ascertained", 67, "/gallery/", unknown=True),
    ]
    return charts.shares("sample-parts", "Parts of a whole", parts, head="Category", says=SAMPLE, measure="Persons")


def _bars() -> charts.Chart:
    rows = [
        charts.Bar("Factory branches", 6120, "/gallery/"),
        charts.Bar("Transport branches", 2480, "/gallery/"),
        charts.Bar("Army branches", 1910, "/gallery/"),
        charts.Bar("Village branches", 18000, "/gallery/"),
        charts.Bar("Branches of an unknown kind", None),
    ]
    return charts.bars("sample-bars", "Branches by kind", rows, head="Kind", says=SAMPLE, measure="Branches")


def _balance() -> charts.Chart:
    steps = [
        charts.Step("Admitted", 4120, "/gallery/"),
        charts.Step("Moved in", 960),
        charts.Step("Moved out", -1280),
        charts.Step("Excluded", -310),
        charts.Step("Died", -95),
    ]
    return charts.flow(
        "sample-flow", "Balance of a year", charts.Bar("1 January", 38400), steps, charts.Bar("31 December", 41795),
        says=SAMPLE,
    )  # fmt: skip


def _courses() -> charts.Chart:
    months = [date(1922 + place // 12, place % 12 + 1, 1) for place in range(16)]
    members = [(day, 30000 + 700 * place + (place % 5) * 450) for place, day in enumerate(months)]
    candidates = [
        (day, None if place == 6 else 9000 + 260 * place - (place % 4) * 300) for place, day in enumerate(months)
    ]
    band = [(day, value * 0.93, value * 1.08) for day, value in candidates[10:] if value]
    inner = [(day, value * 0.97, value * 1.03) for day, value in candidates[10:] if value]
    drawn = [courses.Course("Members", members), courses.Course("Candidates", candidates, band, inner=inner)]
    bound = courses.Bound("Twenty thousand", 20000)
    return courses.lines("sample-lines", "Members and candidates", drawn, says=SAMPLE, bound=bound)


def _dots() -> charts.Chart:
    values = [412, 428, 433, 440, 446, 451, 455, 459, 463, 466, 470, 474, 478, 482, 487, 492, 498, 505, 514, 531]
    return dots.dots(
        "sample-dots", "Workers per 1,000 members", values, says=SAMPLE, kind="per_mille",
        bound=courses.Bound("Half", 500),
    )  # fmt: skip


def _pyramid() -> charts.Chart:
    spans = [
        ("under 20", 820, 1240),
        ("20 to 29", 2310, 7120),
        ("30 to 39", 1480, 6400),
        ("40 to 49", 610, 2380),
        ("50 and over", 160, 720),
    ]
    rows = [charts.Band(*span) for span in spans]
    return charts.pyramid("sample-ages", "Ages", rows, head="Age", left="Women", right="Men", says=SAMPLE)


def _table() -> Table:
    columns = [
        Column("name", "Branch", sortable=True), Column("since", "Stands since", "day"),
        Column("members", "Members", "count", True), Column("share", "Workers per 1,000", "per_mille", True),
        Column("change", "In a year", "signed"),
    ]  # fmt: skip
    rows = [
        (Cell("North", "/gallery/"), date(1919, 5, 12), Cell(12480, "/gallery/"), 612.345, 380),
        (Cell("South", "/gallery/"), date(1920, 11, 1), Cell(1043, "/gallery/"), 80.05, -41),
        (Cell("River", "/gallery/"), None, None, None, 0),
    ]
    total = ("All branches", None, 13523, 571.2, 339)
    return Table("sample-table", "Branches", columns, rows, total=total, synthetic=True)


def _tree() -> list[SimpleNamespace]:
    def node(name: str, count: int, *children: SimpleNamespace, opened: bool = False) -> SimpleNamespace:
        return SimpleNamespace(name=name, href=f"/gallery/#{name}", count=count, children=children, open=opened)

    return [node("Centre", 13523, node("North", 12480, node("North, first", 6240)), node("South", 1043), opened=True)]


@page("gallery/", name="gallery", scope=Scope.OPEN, methods=("GET", "HEAD", "POST"), section="Gallery", order=99)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    drawn = {
        "bars": _bars(), "parts": _composition(), "balance": _balance(), "courses": _courses(), "dots": _dots(),
        "pyramid": _pyramid(),
    }  # fmt: skip
    listed = _table()
    if (answer := taken(request, *drawn.values(), listed)) is not None:
        return answer
    objections = [
        SimpleNamespace(
            says="Dues are owed for 4 months; more than 3 bar this act.", article="12.3",
            remedy="Enter the payment, or ask the sending committee to defer the dues.",
        ),
        SimpleNamespace(says="North does not stand on 15 April 1919.", article=None, remedy="Choose a later day."),
    ]  # fmt: skip
    shown = drawn | {
        "listed": listed, "branches": _tree(), "objections": objections, "articles": ["3", "7.2"],
        "missing": ["since when the candidate period counts"], "form": SampleForm(),
        "wrong": SampleForm({"member": "", "receiving": "a", "told": "m", "grounds": "Moved."}, auto_id="wrong_%s"),
        "values": [30, 31, 29, 34, 36, 41], "day_shown": date(1923, 4, 15), "person": 2**59 + 12345,
        "nothing": Table("none", "Transfers to acknowledge", [Column("a", "A")], [], empty="They come here."),
        "lazy": SimpleLazyObject(lambda: "<b>A name that looks like markup</b>"),
    }  # fmt: skip
    return show(request, "gallery/gallery.html", shown)
