"""The annual report, generated: what was resolved, done and missed, who came and went, which dangers, what is open.

It is for everybody: figures are those of the whole organisation, with small groups left out.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from polity.readings import watched
from polity.readings.balance import IN, balance
from polity.readings.census import Unanswerable
from polity.readings.dangers import Watch, dangers
from polity.readings.followup import Followed, Standing, followed
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.open_questions import Listed, listed
from polity.readings.release import SMALLEST
from polity.register.resolutions import Resolution
from polity.words import ids

FLOWING = ("member", "candidate")
SAME = (("member", "promoted"), ("candidate", "promoted_out"))  # one flow, seen from both sides


class Flows(NamedTuple):
    """Who was there, came, went and is there, of one standing. A count of fewer than ten is None, and so is as much
    beside it as would let it be worked out."""

    standing: str
    since: date
    until: date
    start: int | None
    came: Sequence[tuple[str, int | None]]
    went: Sequence[tuple[str, int | None]]
    end: int | None
    closes: bool

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "standing": self.standing,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "start": self.start,
            "came": dict(self.came),
            "went": dict(self.went),
            "end": self.end,
            "closes": self.closes,
        }


class Annual(NamedTuple):
    """The report of a year, or of as much of it as is over.

    since, until  the first and the last day that it tells of
    resolved      what was decided in it
    parts         tasks and targets of anything adopted so far that were open in it, each with its resolution
    dangers       those named, come, averted, closed or answered in it, and those still watched for
    questions     open questions that fell due in it or were settled
    acts          how many entries the journal has of each act with effect in it
    """

    organisation: str
    year: int
    since: date
    until: date
    resolved: Sequence[Followed]
    parts: Sequence[tuple[Resolution, Standing]]
    flows: Sequence[Flows]
    dangers: Sequence[Watch]
    questions: Sequence[Listed]
    acts: Sequence[tuple[str, int]]

    @property
    def whole(self) -> bool:
        """Whether the year is over."""
        return self.until == date(self.year, 12, 31)

    def ended(self, *states: str) -> list[tuple[Resolution, Standing]]:
        """The tasks and targets that stand so at the end."""
        return [(of, one) for of, one in self.parts if one.state in states]

    @property
    def targets(self) -> list[tuple[Resolution, Standing]]:
        """The targets, however they stand."""
        return [(of, one) for of, one in self.parts if one.part.kind == "target"]

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "organisation": self.organisation,
            "year": self.year,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "resolved": [one.plain() for one in self.resolved],
            "done": _parts(self.ended("done", "reached")),
            "missed": _parts(self.ended("missed", "late", "dropped")),
            "open": _parts(self.ended("open")),
            "flows": [flows.plain() for flows in self.flows],
            "dangers": [watch.plain() for watch in self.dangers],
            "questions": [
                {
                    "question": ids.show(one.question.question),
                    "title": one.question.title,
                    "due_from": one.question.due_from.isoformat(),
                    "due_to": one.question.due_to.isoformat(),
                    "state": one.question.state,
                    "outcome": one.question.outcome,
                }
                for one in self.questions
            ],
            "acts": dict(self.acts),
        }


def _parts(parts: Sequence[tuple[Resolution, Standing]]) -> list[dict[str, Any]]:
    return [{"resolution": ids.show(of.resolution), "title": of.title, **one.plain()} for of, one in parts]


def annual(house: House, year: int, *, on: date, scope: Scope, brief: bool = False) -> Annual:
    """The report of a year as it stood at the end of it, or on a day before that.

    brief  without what was forecast with each resolution, for whoever does not show it
    Raises Unanswerable for a year that has not begun on the day.
    """
    if not 1000 <= year <= 2999:
        raise Unanswerable(f"There is no report of the year {year}.", "Choose a year from 1000 to 2999.")
    on = min(on, scope.day)  # nothing is known of what is still to come
    since, until = date(year, 1, 1), min(date(year, 12, 31), on)
    if until < since:
        raise Unanswerable(f"The year {year} has not begun on {on}.", "Choose an earlier one.")
    every = followed(house, on=until, scope=scope, brief=brief)
    with house.register(scope=scope) as register:
        organisation = (register.organisation() or ("", {}))[0]
        register.cursor.execute(
            "SELECT e.act, count(*) FROM journal_entry e JOIN journal_seal s USING (entry)"
            " WHERE e.valid_on BETWEEN %s AND %s GROUP BY e.act ORDER BY count(*) DESC, e.act",
            [since, until],
        )
        acts = [(str(act), int(count)) for act, count in register.cursor.fetchall()]
    return Annual(
        organisation,
        year,
        since,
        until,
        [one for one in every if one.decision is not None and one.decision.day >= since],
        [
            (one.resolution, part)
            for one in every
            if one.resolution.state == "adopted"
            for part in one.parts
            if _touched(part, since)
        ],
        flows(house, since=since - timedelta(days=1), until=_flows_until(until, scope), scope=Scope(until, whole=True)),
        [one for one in dangers(house, on=until, scope=scope) if _of_year(one, since)],
        [one for one in listed(house, scope=scope) if _due(one, since, until)],
        acts,
    )


def _flows_until(until: date, scope: Scope) -> date:
    """The last day of the flows: of a year that is not over, the end of the last month, for who does not see all."""
    over = (until.month, until.day) == (12, 31)
    return until if over or scope.whole else watched.told_on(until, scope) - timedelta(days=1)


def _touched(one: Standing, since: date) -> bool:
    """Whether a task or a target was still open when the year began, or ended since."""
    ended = next((report.day for report in one.said if report.state != "open"), None)
    if ended is None and one.state in ("reached", "missed"):
        ended = one.due
    return ended is None or ended >= since


def _of_year(one: Watch, since: date) -> bool:
    return one.danger.named >= since or one.state in ("watched", "come") or any(r.day >= since for r in one.said)


def _due(one: Listed, since: date, until: date) -> bool:
    question = one.question
    falls = question.due_from <= until and question.due_to >= since
    return question.opened <= until and (falls or (question.state != "open" and since <= question.state_since <= until))


def _counted(house: House, since: date, until: date, scope: Scope) -> tuple[dict[str, dict[str, int]], dict[str, bool]]:
    """Every flow of each standing, small or not; and whether the balance closes."""
    found: dict[str, dict[str, int]] = {}
    closes: dict[str, bool] = {}
    for standing in FLOWING:
        told = balance(house, since=since, until=until, scope=scope, standing=standing)
        rows = told.rows or ((None, *(0 for _ in told.heads[1:])),)
        found[standing] = dict(zip(told.heads[1:-1], map(int, rows[0][1:-1]), strict=True))
        closes[standing] = told.closes
    return found, closes


def flows(house: House, *, since: date, until: date, scope: Scope) -> list[Flows]:
    """Who came and went, of members and candidates, in a scope, with small groups left out."""
    if until <= since:
        return []
    found, closes = kept(house, ("annual", since, until), lambda: _counted(house, since, until, scope), scope=scope)
    hidden = _hidden(found)

    def shown(standing: str, flow: str) -> int | None:
        return None if (standing, flow) in hidden else found[standing][flow]

    return [
        Flows(
            standing,
            since,
            until,
            shown(standing, "start"),
            [(flow, shown(standing, flow)) for flow in counts if flow in IN and counts[flow]],
            [(flow, shown(standing, flow)) for flow in counts if flow not in (*IN, "start", "end") and counts[flow]],
            shown(standing, "end"),
            closes[standing],
        )
        for standing, counts in found.items()
    ]


def _hidden(found: dict[str, dict[str, int]]) -> set[tuple[str, str]]:
    """What is left out: counts under ten but none, and so many of the smallest beside them, since all of a standing
    add up to nothing, that those left out are at least two and together at least ten."""
    hidden = {(s, flow) for s, counts in found.items() for flow, count in counts.items() if 0 < count < SMALLEST}
    again = True
    while again:
        again = False
        for one, other in (SAME, SAME[::-1]):
            if one in hidden and other not in hidden and other[1] in found.get(other[0], {}):
                hidden.add(other)
                again = True
        for standing, counts in found.items():
            closed = [flow for flow in counts if (standing, flow) in hidden]
            rest = [flow for flow, count in counts.items() if count and (standing, flow) not in hidden]
            few = len(closed) == 1 or 0 < sum(counts[flow] for flow in closed) < SMALLEST
            if closed and few and rest:
                hidden.add((standing, min(rest, key=lambda flow: (counts[flow], flow))))
                again = True
    return hidden
