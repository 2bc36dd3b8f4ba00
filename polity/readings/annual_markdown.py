"""The annual report as Markdown, to be printed, sent round or kept."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from polity.readings.annual import Annual, Flows
from polity.readings.dangers import Watch
from polity.readings.followup import Followed, Standing
from polity.readings.watched import shown
from polity.register.resolutions import Resolution

STANDINGS = {"member": "Members", "candidate": "Candidates"}
FLOWS = {
    "admitted": "admitted", "readmitted": "taken back", "promoted": "became members", "moved_in": "moved in",
    "moved_out": "moved out", "promoted_out": "became members", "left": "left", "excluded": "excluded",
    "died": "died", "lapsed": "lapsed", "other_out": "otherwise",
}  # fmt: skip
RULES = {"not_yet": "not yet in force", "in_force": "in force", "lapsed": "lapsed", "replaced": "replaced by a later"}
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(report: Annual) -> str:
    """The report in one text."""
    lines = [f"# {_plain(report.organisation)}: annual report {report.year}", "", _days(report), ""]
    for title, part in (
        ("What was resolved", _resolved(report.resolved)),
        ("What was done", _parts(report.ended("done", "reached"))),
        ("What was missed, is late, or was given up", _parts(report.ended("missed", "late", "dropped"))),
        ("What is still to be done", _parts(report.ended("open"))),
        ("Who came and went", _flows(report.flows)),
        ("Targets", _targets(report.targets)),
        ("Dangers", _dangers(report.dangers)),
        ("Open questions", _questions(report)),
        ("What was entered", _acts(report.acts)),
    ):
        lines += [f"## {title}", "", *(list(part) or ["Nothing."]), ""]
    return "\n".join(lines)


def _days(report: Annual) -> str:
    over = "" if report.whole else " The year is not over."
    return f"From {report.since} to {report.until}.{over} Groups of fewer than ten people are left out."


def _plain(text: str) -> str:
    """What somebody wrote, on one line, and with nothing in it that would be taken for a mark."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _resolved(found: Sequence[Followed]) -> Iterator[str]:
    for one in found:
        figures = one.decision.figures if one.decision else None
        votes = f", {figures.votes_for} for, {figures.votes_against} against" if figures else ""
        day = f" on {one.decision.day}" if one.decision else ""
        decided = f"{one.resolution.state}{day}{votes}"
        yield f"- **{_plain(one.resolution.title)}**: {decided}. Moved by {_plain(one.mover.name)}."
        for rule in one.rules:
            yield f"  - Rule: {_plain(rule.title)}, {RULES[rule.state]}, from {rule.since}{_until(rule.until)}."


def _until(day: date | None) -> str:
    return f" until {day}" if day else ""


def _parts(found: Sequence[tuple[Resolution, Standing]]) -> Iterator[str]:
    for of, one in found:
        due = f", due {one.due}" if one.due else ""
        yield f"- {_plain(one.part.says)} ({one.state}{due}; {_plain(one.owner.name)}; from “{_plain(of.title)}”)"
        for delay in one.delays:
            yield f"  - Put off from {delay.was_due or 'no day'} to {delay.due}: {_plain(delay.says)}"
        for said in one.said:
            if said.evidence:
                yield f"  - {said.day}: {_plain(said.says)} Evidence: {_plain(said.evidence)}"


def _flows(found: Sequence[Flows]) -> Iterator[str]:
    for one in found:
        yield f"- {STANDINGS[one.standing]}: {_count(one.start)} on {one.since}, {_count(one.end)} on {one.until}."
        for word, flows in (("Came", one.came), ("Went", one.went)):
            if flows:
                yield f"  - {word}: {', '.join(f'{FLOWS[name]} {_count(count)}' for name, count in flows)}."
        if not one.closes:
            yield "  - **This does not close.**"


def _count(count: int | None) -> str:
    return "(left out)" if count is None else f"{count:,}"


def _targets(found: Sequence[tuple[Resolution, Standing]]) -> Iterator[str]:
    for of, one in found:
        watched = one.part.watched
        side = "at least" if watched.side == "least" else "at most"
        stands = shown(watched, one.value) or "not known"
        wanted = f"{side} {shown(watched, watched.bound)} by {one.due}"
        says = _plain(one.part.says).rstrip(".")
        yield f"- {says}: {stands}, wanted {wanted}; {one.state} (from “{_plain(of.title)}”)."


def _dangers(found: Sequence[Watch]) -> Iterator[str]:
    for one in found:
        yield f"- **{_plain(one.danger.says)}** {'past its threshold' if one.near else one.state} since {one.since}."
        yield f"  - Early sign: {_plain(one.danger.sign)} Precaution: {_plain(one.danger.precaution)}"
        if one.worked:
            yield f"  - Did the precaution work? {one.worked.capitalize()}. {_plain(one.verdict or '')}"
        for answer in one.answers:
            yield f"  - Decided about it: “{_plain(answer.title)}”, {answer.state} {answer.state_since}."


def _questions(report: Annual) -> Iterator[str]:
    for one in report.questions:
        question = one.question
        outcome = f": {_plain(question.outcome)}" if question.outcome else ""
        yield f"- {_plain(question.title)} ({question.state}{outcome}; due {question.due_from} to {question.due_to})"


def _acts(found: Sequence[tuple[str, int]]) -> Iterator[str]:
    if found:
        yield from ("| act | entries |", "|---|---:|", *(f"| {act} | {count:,} |" for act, count in found))
