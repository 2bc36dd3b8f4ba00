"""Open questions: what only time answers, who holds what to be likely, and how well all did once it was known."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import question as acts
from polity.pages import charts, courses, figures, indicators, opened, refusals, watching
from polity.pages.deeds import Entered, deed
from polity.pages.meetings import may
from polity.pages.own import oneself
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Column, Table
from polity.readings import open_questions as reading
from polity.readings.open_questions import Course, One
from polity.register.open_questions import QuestionForecast
from polity.statutes import add_months
from polity.words import ids

POST = ("GET", "HEAD", "POST")
STATES: dict[str, Promise] = {
    "open": gettext_lazy("Open"),
    "settled": gettext_lazy("Settled"),
    "void": gettext_lazy("Given up"),
}
RULES: dict[str, Promise] = {
    "as_it_is": gettext_lazy("as it is: nothing changes"),
    "last_growth": gettext_lazy("last growth: by as much a year as in the year before"),
    "how_often": gettext_lazy("how often: as often as at the ends of forty quarters"),
}
DRAWN = 3  # outcomes in a chart; more cannot be told apart
CHANCES = gettext_lazy("In thousandths; together 1,000. 700 says: in seven of ten such cases.")


class Line(NamedTuple):
    """A question as the list shows it."""

    listed: reading.Listed
    href: str
    chances: Sequence[tuple[str, Fraction | int]]


def address(number: int, rest: str = "") -> str:
    """The page of a question, or one of its forms."""
    return f"/open-questions/{ids.show(number)}/{rest}"


def question_of(request: HttpRequest, text: str) -> One:
    """The question that an address names. 404 where there is none."""
    day: date = request.day  # type: ignore[attr-defined]
    scope = opened.scope_of(request)
    return opened.named(text, lambda number: reading.one(opened.house(), number, on=day, scope=scope))


@page(
    "open-questions/", name="open_questions", scope=Scope.OPEN, section=gettext_lazy("Open questions"), order=44
)  # fmt: skip
def open_questions(request: HttpRequest) -> HttpResponse:
    """Every question by how it stands, and how well forecasts did over all that were settled."""
    house, scope, today = opened.house(), opened.scope_of(request), request.today  # type: ignore[attr-defined]
    found = [
        Line(one, address(one.question.question), list(one.mean.items())) for one in reading.listed(house, scope=scope)
    ]
    groups = [
        (state, said, held)
        for state, said in STATES.items()
        if (held := [one for one in found if one.listed.question.state == state])
    ]
    calibration = reading.calibrated(house, scope=scope)
    table = _calibration(calibration)
    if (answer := taken(request, table)) is not None:
        return answer
    unit = request.reader.unit  # type: ignore[attr-defined]
    put = acts.Open(
        on=today, question=0, owner=unit or 0, title="", says="", outcomes=(), settles="", due_from=today, due_to=today
    )
    shown = {
        "groups": groups, "calibration": calibration, "table": table, "may_put": unit is not None and may(request, put),
    }  # fmt: skip
    return show(request, "open_questions/open_questions.html", shown)


def _calibration(found: reading.Calibration) -> Table:
    columns = [
        Column("chance", _("Chance given, per 1,000")), Column("count", _("So many times"), "count"),
        Column("said", _("Mean chance, per 1,000"), "per_mille"), Column("came", _("Came, per 1,000"), "per_mille"),
    ]  # fmt: skip
    rows = [(f"{one.low}–{one.high}", one.times, one.said, one.came) for one in found.bins]
    return Table("calibration", str(_("Of what was given a chance, how much came")), columns, rows)


@page("open-questions/put/", name="put_question", scope=Scope.OFFICE, methods=POST)
def put(request: HttpRequest) -> HttpResponse:
    """Put a question that only time answers."""

    def done(entered: Entered) -> str:
        assert isinstance(entered.act, acts.Open)
        return address(entered.act.question)

    return deed(
        request, acts.Open, fixed={"owner": request.reader.unit}, done=done, title=_("Put an open question"),  # type: ignore[attr-defined]
        button=_("Put the question"), choices={"side": watching.CHOICES["side"]}, initial={"side": "least"},
        labels={
            "title": _("The question"), "says": _("What it is about"), "outcomes": _("Outcomes"),
            "settles": _("What will settle it"), "due_from": _("First day on which it can be settled"),
            "due_to": _("Day by which it should be"), "bound": _("Bound"), "side": _("Side"), "on": _("Put on"),
            **indicators.LABELS,
        },
        hints={
            "title": _("Such as: who will be the victor, in about ten years?"),
            "outcomes": _("One a line, from two to eight, so that one of them must come."),
            "settles": _("So plainly that two people who disagree would settle it alike."),
            "due_from": _("Forecasts end the day before."),
            "bound": _("Where a figure of the register decides, there are two outcomes, the first that it is kept."),
            **indicators.HINTS,
        },
    )  # fmt: skip


@page("open-questions/<str:question>/", name="open_question", scope=Scope.OPEN)
def open_question(request: HttpRequest, question: str) -> HttpResponse:
    """A question: what it asks, what will settle it, what everybody holds over time, and the scores."""
    found = question_of(request, question)
    one = found.question
    day: date = request.day  # type: ignore[attr-defined]
    figure = None
    if one.by_figure:
        figure = watching.figure(request, "figure", one.watched, found.value, day, since=add_months(day, -12))
    chart, table = _chart(request, found), _forecasts(found)
    drawn = [each for each in (chart, figure and figure.chart) if each]
    if (answer := taken(request, *drawn, table)) is not None:
        return answer
    number, today = one.question, request.today  # type: ignore[attr-defined]
    office = request.reader.office  # type: ignore[attr-defined]
    shown = {
        "found": found, "one": one, "here": address(number), "chart": chart, "table": table,
        "figure": figure,
        "state": STATES[one.state],
        "forecasting": one.state == "open" and today < one.due_from,
        "may_forecast": one.state == "open" and today < one.due_from and _is_member(request),
        "may_settle": bool(office) and one.state == "open" and may(request, _settling(number, today)),
        "rules": list(RULES.items()) if one.by_figure else [],
        "mean_score": found.mean_score and found.mean_score.brier,
    }  # fmt: skip
    return show(request, "open_questions/open_question.html", shown)


def _settling(number: Any, today: date) -> acts.Void:
    return acts.Void(on=today, question=number, grounds="")


def _is_member(request: HttpRequest) -> bool:
    person = request.reader.person  # type: ignore[attr-defined]
    if person is None:
        return False
    with opened.house().register(scope=opened.scope_of(request)) as register:
        spell = register.spell(person, on=request.today)  # type: ignore[attr-defined]
    return spell is not None and spell.standing in acts.FORECASTERS


def who(course: Course) -> str:
    """A forecaster as the reader may know them."""
    if course.rule is not None:
        return str(RULES.get(course.rule, course.rule))
    if course.own:
        return _("you")
    return course.name or _("member %(number)s") % {"number": course.number}


def _forecasts(found: One) -> Table:
    """Every forecast and its revisions, with the score of each forecaster once the question is settled."""
    one = found.question
    settled = one.state == "settled"
    columns = [Column("day", _("Day"), "day"), Column("who", _("Who"))]
    columns += [Column(f"c{at}", outcome, "count") for at, outcome in enumerate(one.outcomes)]
    columns.append(Column("grounds", _("Grounds")))
    if settled:
        columns.append(Column("score", _("Score"), "decimal"))
    rows = []
    for course in (*found.members, *found.rules):
        for at, step in enumerate(course.steps):
            score = course.score.brier if course.score and at == len(course.steps) - 1 else None
            row = (step.day, who(course), *(step.chances[name] for name in one.outcomes), step.grounds or "")
            rows.append((*row, score) if settled else row)
    caption = _("What each outcome was held to be worth, in thousandths")
    return Table("forecasts", caption, columns, rows, empty=_("Nobody has forecast yet."))


def _chart(request: HttpRequest, found: One) -> charts.Chart | None:
    """The mean of members over time: it holds from one forecast to the next, and to the day the answer is known."""
    if not found.mean:
        return None
    one = found.question
    today: date = request.today  # type: ignore[attr-defined]
    last = max(found.mean[-1][0], min(today, one.due_from))
    latest = found.mean[-1][1]
    if last == found.mean[0][0]:  # a single day has no course
        return None
    drawn = sorted(one.outcomes, key=lambda outcome: -latest[outcome])[:DRAWN]
    held = [courses.Course(outcome, _steps(found.mean, outcome, last)) for outcome in drawn]
    says = _("On %(day)s the mean of members gives “%(outcome)s” %(chance)s of 1,000.") % {
        "day": figures.day(found.mean[-1][0]), "outcome": drawn[0], "chance": figures.number(latest[drawn[0]]),
    }  # fmt: skip
    return courses.lines("course", _("What members hold, per 1,000"), held, says=says, kind="per_mille")


def _steps(mean: Sequence[tuple[date, reading.Chances]], outcome: str, last: date) -> list[tuple[date, Any]]:
    points: list[tuple[date, Any]] = []
    for day, chances in mean:
        if points:
            points.append((day, points[-1][1]))
        points.append((day, chances[outcome]))
    return [*points, (last, points[-1][1])]


# --- forms -----------------------------------------------------------------------------------------------------------


@page("open-questions/<str:question>/forecast/", name="forecast_question", scope=Scope.SIGNED_IN, methods=POST)
def forecast(request: HttpRequest, question: str) -> HttpResponse:
    """Say for oneself what each outcome is worth, or revise what one said."""
    person = oneself(request)
    found = question_of(request, question)
    one = found.question
    mine: list[QuestionForecast] = next((list(course.steps) for course in found.members if course.own), [])
    return deed(
        request, acts.Forecast, fixed={"question": one.question, "forecaster": person, "by_rule": None},
        title=_("Your forecast: %(title)s") % {"title": one.title}, button=_("Enter the forecast"),
        done=lambda _entered: address(one.question), parts={"chances": [(name, name) for name in one.outcomes]},
        initial={"chances": mine[-1].chances if mine else {}},
        labels={"grounds": _("Grounds"), "on": _("Day of the forecast")},
        hints={"chances": CHANCES, "grounds": _("Everybody can read them. Name nobody.")},
        extra={
            "about": _("Everybody sees the chances and the grounds; your name only whoever may see your record. What"
                       " you said before stays, and counts for the days on which it stood."),
        },
    )  # fmt: skip


@page("open-questions/<str:question>/rule/", name="rule_forecast", scope=Scope.OFFICE, methods=POST)
def rule(request: HttpRequest, question: str) -> HttpResponse:
    """Enter the forecast that a rule gives, beside which members' forecasts are read."""
    one = question_of(request, question).question
    named = request.GET.get("rule", "")
    day: date = request.day  # type: ignore[attr-defined]
    chances = None
    if named in RULES:
        chances = reading.by_rule(opened.house(), one, named, on=day, scope=opened.scope_of(request))
    if chances is None:
        return refusals.not_understood(
            request,
            says=_("No rule gives a forecast of this question on %(day)s.") % {"day": figures.day(day)},
            remedy=_("Choose one of the rules on its page; they need a figure of ten people or more on that day."),
        )
    said = ", ".join(f"{outcome}: {figures.number(chance)}" for outcome, chance in chances.items())
    return deed(
        request, acts.Forecast,
        fixed={"question": one.question, "forecaster": None, "by_rule": named, "chances": chances},
        title=_("The forecast of a rule: %(title)s") % {"title": one.title}, button=_("Enter the forecast"),
        done=lambda _entered: address(one.question), labels={"grounds": _("Grounds"), "on": _("Day of the forecast")},
        extra={"about": _("%(rule)s. Of 1,000 it gives %(chances)s.") % {"rule": RULES[named], "chances": said}},
    )  # fmt: skip


@page("open-questions/<str:question>/settle/", name="settle_question", scope=Scope.OFFICE, methods=POST)
def settle(request: HttpRequest, question: str) -> HttpResponse:
    """Time has answered: which outcome came, and on what grounds."""
    found = question_of(request, question)
    one = found.question
    fixed: dict[str, Any] = {"question": one.question}
    initial: dict[str, Any] = {}
    about = _("What settles it: %(settles)s") % {"settles": one.settles}
    if one.by_figure:
        day: date = request.day  # type: ignore[attr-defined]
        value = reading.figure(opened.house(), one, on=day, scope=opened.scope_of(request))
        initial = {"value": value, "outcome": None if value is None else one.said(value)}
        about += " " + _("The figure: %(figure)s. On %(day)s: %(value)s.") % {
            "figure": indicators.said(one.watched), "day": figures.day(day),
            "value": indicators.value_said(one.watched, found.value),
        }  # fmt: skip
    else:
        fixed |= {"value": None, "overrules": False}
    return deed(
        request, acts.Settle, fixed=fixed, initial=initial,
        choices={"outcome": [(name, name) for name in one.outcomes]},
        title=_("Settle: %(title)s") % {"title": one.title}, button=_("Settle the question"),
        done=lambda _entered: address(one.question), extra={"about": about},
        labels={"outcome": _("What came"), "grounds": _("Grounds"), "evidence": _("Evidence"),
                "value": _("The watched figure"), "overrules": _("Settle otherwise than the figure says")},
        hints={"value": _("Whole people or thousandths, as it stands above."),
               "overrules": _("Or where the figure cannot be told. The grounds say why.")},
    )  # fmt: skip


@page("open-questions/<str:question>/void/", name="void_question", scope=Scope.OFFICE, methods=POST)
def void(request: HttpRequest, question: str) -> HttpResponse:
    """Give a question up that cannot be answered."""
    one = question_of(request, question).question
    return deed(
        request, acts.Void, fixed={"question": one.question}, title=_("Give up: %(title)s") % {"title": one.title},
        button=_("Give the question up"), done=lambda _entered: address(one.question),
        labels={"grounds": _("Grounds")}, extra={"about": _("Its forecasts stay and are not scored.")},
    )  # fmt: skip
