"""Open questions: who forecast what and when, what it was worth once the answer was known, and how well all did.

Questions and forecasts are everybody's; who a forecaster is, only whoever may see that person. To all others they are
members without a name, told apart by the order in which they first spoke.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from polity.foresight.scores import Bin, brier, calibration, equal_chances, over_time
from polity.readings import watched
from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.register import open_questions as kept
from polity.register.naming import sealed
from polity.register.open_questions import SURE, OpenQuestion, QuestionForecast
from polity.register.register import Register
from polity.statutes.months import add_months
from polity.words import ids

type Chances = Mapping[str, Fraction | int]


class Score(NamedTuple):
    """What forecasts were worth: the Brier score over the days on which they stood, and how many days that were."""

    brier: Fraction
    days: int


class Course(NamedTuple):
    """What one forecaster held, from their first forecast on.

    number  tells members apart in the order of their first forecasts; 0 for a rule
    person  and their name where the reader may see them
    own     whether it is the reader
    """

    number: int
    person: int | None
    name: str
    own: bool
    rule: str | None
    steps: Sequence[QuestionForecast]
    score: Score | None


class Listed(NamedTuple):
    """A question in a list: the unit that put it, how many members forecast, and their mean chances as of last."""

    question: OpenQuestion
    owner: At
    forecasters: int
    mean: Chances


class One(NamedTuple):
    """A question with all its forecasts. `mean` has a step for every day on which a member forecast."""

    listed: Listed
    members: Sequence[Course]
    rules: Sequence[Course]
    mean: Sequence[tuple[date, Chances]]
    mean_score: Score | None
    equal: Fraction | None  # what equal chances score; None until the question is settled
    value: watched.Value  # of the watched figure on the day asked about
    numbers: Mapping[int, int]  # the sealed number of each entry

    @property
    def question(self) -> OpenQuestion:
        """The question itself."""
        return self.listed.question

    @property
    def owner(self) -> At:
        """The unit that put it."""
        return self.listed.owner


def listed(house: House, *, scope: Scope, states: Iterable[str] | None = None) -> list[Listed]:
    """All questions, or those in some states, by the day on which they fall due."""
    with house.register(scope=scope) as register:
        found = kept.questions(register, states)
        said = kept.forecasts(register, [one.question for one in found])
        owners = _owners(register, found)
    by: dict[int, list[QuestionForecast]] = {one.question: [] for one in found}
    for forecast in said:
        by[forecast.question].append(forecast)
    return [_listed(one, owners, by[one.question]) for one in found]


def one(house: House, number: int, *, on: date, scope: Scope) -> One | None:
    """A question with everybody's forecasts in their order; None where there is none.

    on  the day on which the watched figure is asked for, as far as one decides the question
    """
    with house.register(scope=scope) as register:
        found = kept.question(register, number)
        if found is None:
            return None
        said = kept.forecasts(register, [number])
        owners = _owners(register, [found])
        names = register.names(f.forecaster for f in said if f.forecaster is not None)
        numbers = sealed(register, [found.entry, *(one.entry for one in said)])
    courses = _courses(found, said, names, scope)
    mean = _mean(found, said)
    return One(
        _listed(found, owners, said),
        [course for course in courses if course.rule is None],
        [course for course in courses if course.rule is not None],
        mean,
        _score(found, mean),
        equal_chances(len(found.outcomes)) if found.state == "settled" else None,
        watched.value(house, found.watched, on=on) if found.by_figure else None,
        numbers,
    )


def _owners(register: Register, found: Sequence[OpenQuestion]) -> dict[int, At]:
    register.cursor.execute(
        "SELECT q.question, u.name, u.code FROM open_question q JOIN LATERAL (SELECT name, code FROM unit v"
        " WHERE v.unit = q.owner ORDER BY v.valid @> q.opened DESC, v.valid DESC LIMIT 1) u ON true"
        " WHERE q.question = ANY(%s)",
        [[one.question for one in found]],
    )
    return {int(question): At(name, code) for question, name, code in register.cursor.fetchall()}


def _listed(question: OpenQuestion, owners: Mapping[int, At], said: Sequence[QuestionForecast]) -> Listed:
    mean = _mean(question, said)
    forecasters = {one.forecaster for one in said if one.forecaster is not None}
    return Listed(question, owners.get(question.question, At("", "")), len(forecasters), mean[-1][1] if mean else {})


def _courses(
    question: OpenQuestion, said: Sequence[QuestionForecast], names: Mapping[int, str], scope: Scope
) -> list[Course]:
    """The forecasts of each forecaster, members by their first one."""
    by: dict[tuple[int | None, str | None], list[QuestionForecast]] = {}
    for forecast in said:
        by.setdefault((forecast.forecaster, forecast.by_rule), []).append(forecast)
    courses, number = [], 0
    for (person, rule), steps in by.items():
        number += person is not None
        own = person is not None and person == scope.person
        seen = person if person in names or own else None
        hidden = [
            one._replace(forecaster=seen, chances={name: one.chances[name] for name in question.outcomes})
            for one in steps
        ]
        score = _score(question, [(one.day, one.chances) for one in steps])
        name = names.get(seen, "") if seen is not None else ""
        courses.append(Course(number if rule is None else 0, seen, name, own, rule, hidden, score))
    return courses


def _mean(question: OpenQuestion, said: Sequence[QuestionForecast]) -> list[tuple[date, Chances]]:
    """The mean of what members held, at the end of every day on which one of them spoke. Rules do not count in it."""
    held: dict[int, Mapping[str, int]] = {}
    found: dict[date, Chances] = {}
    for forecast in said:
        if forecast.forecaster is not None:
            held[forecast.forecaster] = forecast.chances
            found[forecast.day] = {
                outcome: Fraction(sum(chances[outcome] for chances in held.values()), len(held))
                for outcome in question.outcomes
            }
    return list(found.items())


def _score(question: OpenQuestion, steps: Sequence[tuple[date, Chances]]) -> Score | None:
    """The Brier score of a course: each step by the days until the next, the last until the answer can be known."""
    if question.state != "settled" or question.outcome is None or not steps:
        return None
    came = question.outcomes.index(question.outcome)
    until = [day for day, _ in steps[1:]] + [question.due_from]
    stood = [
        (brier([chances[outcome] for outcome in question.outcomes], came), (end - day).days)
        for (day, chances), end in zip(steps, until, strict=True)
    ]
    mean = over_time(stood)
    return None if mean is None else Score(mean, sum(days for _, days in stood))


# --- how well all did ------------------------------------------------------------------------------------------------


class Calibration(NamedTuple):
    """Of what was given a chance, how much came; over every settled question.

    Counted  each outcome of the last forecast of each member, and of no rule
    brier    the mean score of members' forecasts over their time; `equal` what equal chances would have scored there
    """

    questions: int
    forecasts: int
    bins: Sequence[Bin]
    brier: Fraction | None
    equal: Fraction | None

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys: scores with four decimals, chances in thousandths."""
        return {
            "questions": self.questions, "forecasts": self.forecasts, "brier": decimal(self.brier),
            "equal": decimal(self.equal),
            "bins": [
                {"low": one.low, "high": one.high, "count": one.times, "said": decimal(one.said, 1),
                 "came": decimal(one.came, 1)}
                for one in self.bins
            ],
        }  # fmt: skip


def calibrated(house: House, *, scope: Scope) -> Calibration:
    """How well members' forecasts kept what they said, over all settled questions."""
    with house.register(scope=scope) as register:
        settled = {one.question: one for one in kept.questions(register, ["settled"])}
        said = kept.forecasts(register, settled)
    courses: dict[tuple[int, int], list[QuestionForecast]] = {}
    for one in said:
        if one.forecaster is not None:
            courses.setdefault((one.question, one.forecaster), []).append(one)
    pairs, scores, equals = [], [], []
    for (number, _), steps in courses.items():
        question = settled[number]
        pairs += [(chance, outcome == question.outcome) for outcome, chance in steps[-1].chances.items()]
        score = _score(question, [(one.day, one.chances) for one in steps])
        if score is not None:
            scores.append(score.brier)
            equals.append(equal_chances(len(question.outcomes)))
    asked = len({number for number, _ in courses})
    return Calibration(asked, len(courses), calibration(pairs), _of_all(scores), _of_all(equals))


def _of_all(scores: Sequence[Fraction]) -> Fraction | None:
    return over_time((score, 1) for score in scores)


def decimal(value: Fraction | int | None, places: int = 4) -> str | None:
    """An exact value as a decimal text, halves away from zero; none is below nothing."""
    if value is None:
        return None
    scaled = (Fraction(value) * 10**places * 2 + 1) // 2
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}}" if places else str(scaled)


# --- forecasts by rule, and what the watched figure says -------------------------------------------------------------


RULES = ("as_it_is", "last_growth", "how_often")
QUARTERS = 40  # of a year, that `how_often` looks back


def figure(house: House, question: OpenQuestion, *, on: date, scope: Scope) -> int | None:
    """The watched figure as it is entered when the question is settled: whole, and never rounded over the bound."""
    value = watched.value(house, question.watched, on=on)
    if value is None:
        return None
    return floor(value) if question.watched.side == "least" else ceil(value)


def by_rule(house: House, question: OpenQuestion, rule: str, *, on: date, scope: Scope) -> dict[str, int] | None:
    """The chances that a rule gives on a day, for a question that a figure decides; None where it cannot be told.

    as_it_is     nothing changes: it will be as it is today
    last_growth  the figure goes on by as much a year as in the year before
    how_often    as often as at the ends of the last forty quarters, those counted that are known (k + 1 of n + 2)
    """
    if not question.by_figure:
        return None
    now = watched.value(house, question.watched, on=on)
    if now is None:
        return None
    if rule == "how_often":
        return _shared(question, _how_often(house, question, on))
    if rule == "last_growth":
        year = add_months(on, -12)
        then = watched.value(house, question.watched, on=year)
        if then is None:
            return None
        now = now + Fraction(now - then) * (question.due_from - on).days / (on - year).days
    return _shared(question, Fraction(watched.reached(question.watched, now) or 0))


def _shared(question: OpenQuestion, first: Fraction) -> dict[str, int]:
    chance = round(first * SURE)
    return dict(zip(question.outcomes, (chance, SURE - chance), strict=True))


def _how_often(house: House, question: OpenQuestion, on: date) -> Fraction:
    days = [add_months(on, -3 * quarter) for quarter in range(QUARTERS)]
    held = [watched.reached(question.watched, watched.value(house, question.watched, on=day)) for day in days]
    known = [one for one in held if one is not None]
    return Fraction(sum(known) + 1, len(known) + 2)


# --- for faces -------------------------------------------------------------------------------------------------------


def plain(found: Listed) -> dict[str, Any]:
    """A question as JSON shows it, with stable keys."""
    question = found.question
    return {
        "question": ids.show(question.question), "title": question.title, "says": question.says,
        "owner": {"name": found.owner.name, "code": found.owner.code}, "opened": question.opened.isoformat(),
        "due_from": question.due_from.isoformat(), "due_to": question.due_to.isoformat(),
        "outcomes": list(question.outcomes), "settles": question.settles,
        "watched": question.watched.plain() if question.by_figure else None, "state": question.state,
        "state_since": question.state_since.isoformat(), "outcome": question.outcome, "grounds": question.grounds,
        "evidence": question.evidence, "value": question.value, "overrules": question.overrules,
        "forecasters": found.forecasters, "mean": {name: decimal(chance, 1) for name, chance in found.mean.items()},
    }  # fmt: skip


def plain_one(found: One) -> dict[str, Any]:
    """A question with its forecasts as JSON shows it, with stable keys."""
    return {
        **plain(found.listed), "watched_now": watched.plain(found.value),
        "forecasts": [_plain_course(course) for course in (*found.members, *found.rules)],
        "mean_course": [
            {"day": day.isoformat(), "chances": {name: decimal(chance, 1) for name, chance in chances.items()}}
            for day, chances in found.mean
        ],
        "mean_brier": None if found.mean_score is None else decimal(found.mean_score.brier),
        "equal_brier": decimal(found.equal),
    }  # fmt: skip


def _plain_course(course: Course) -> dict[str, Any]:
    return {
        "number": course.number, "rule": course.rule,
        "person": None if course.person is None else ids.show(course.person), "name": course.name,
        "brier": None if course.score is None else decimal(course.score.brier),
        "days": None if course.score is None else course.score.days,
        "steps": [
            {"day": one.day.isoformat(), "chances": dict(one.chances), "grounds": one.grounds} for one in course.steps
        ],
    }  # fmt: skip
