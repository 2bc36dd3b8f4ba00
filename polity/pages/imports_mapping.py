"""How the columns of a file become those of the register, as somebody says in a form."""

from collections.abc import Mapping as Said
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from polity.imports import jobs, people
from polity.imports.jobs import Job
from polity.imports.shape import Shape
from polity.pages import labels, opened

CONSTANT = ("unit", "standing", "since")
DAYS = ("iso", "dmy", "mdy")


@dataclass
class Row:
    """A column of the file: its name, what stands in it, and what it becomes."""

    at: int
    head: str
    samples: list[str]
    column: str
    name: str = ""

    def __post_init__(self) -> None:
        self.name = self.head.strip().lower()


@dataclass
class Mapping:
    """What the form shows, and what was said in it."""

    rows: list[Row]
    constants: list[tuple[str, str, str]]  # column, its name in words, what every row says
    days: str
    known: list[tuple[str, str]]
    saved: list[str]
    chosen: str
    name: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)

    def shape(self) -> Shape:
        """What the form says, as the reader of files takes it."""
        names = {row.name: row.column for row in self.rows}
        given = set(names.values())
        constants = {column: value for column, _head, value in self.constants if value and column not in given}
        days: Any = self.days
        return Shape(names, constants, days)

    def keep(self, request: HttpRequest, job: Job) -> None:
        """Put what was said on the job, and keep it under its name for the unit."""
        shape = self.shape()
        job.held["shape"] = shape.plain()
        if self.name:
            held = {"header": [row.name for row in self.rows], **shape.plain()}
            jobs.keep_mapping(opened.house().database, job.unit, self.name[:60], held)


def mapped(request: HttpRequest, job: Job) -> Mapping:
    """What the columns of a job's file become: as said, as kept by name, or as suggested."""
    known: list[str] = job.held["known"]
    offered = [(name, in_words(name)) for name in known]
    kept = jobs.mappings(opened.house().database, job.unit)
    heads = [str(head).strip().lower() for head in job.held["look"]["header"]]
    chosen = request.GET.get("mapping", "")
    if chosen not in kept:
        chosen = next((name for name, held in kept.items() if held.get("header") == heads), "")
    before = kept.get(chosen, {"names": job.held["suggested"], "constants": {}, "days": job.held["order"]})
    if "shape" in job.held and not request.GET.get("mapping"):
        before = job.held["shape"]
    posted = request.POST if request.method == "POST" else None
    rows = [
        Row(at, str(head), list(sample), _column(posted, at, before, str(head), known))
        for at, (head, sample) in enumerate(zip(job.held["look"]["header"], job.held["look"]["samples"], strict=True))
    ]
    constants = [(name, in_words(name), _constant(posted, name, before)) for name in CONSTANT]
    days = posted.get("days", "iso") if posted is not None else str(before["days"])
    found = Mapping(
        rows, constants, days if days in DAYS else "iso", offered, list(kept), chosen,
        (posted.get("keep", "") if posted is not None else "").strip(),
    )  # fmt: skip
    found.problems = list(_problems(found)) if posted is not None else []
    return found


def _column(posted: Any, at: int, before: Said[str, Any], head: str, known: list[str]) -> str:
    column = posted.get(f"column-{at}", "") if posted is not None else before["names"].get(head.strip().lower(), "")
    return column if column in known else ""


def _constant(posted: Any, name: str, before: Said[str, Any]) -> str:
    value = posted.get(f"every-{name}", "") if posted is not None else before["constants"].get(name, "")
    return str(value).strip()[:100]


def _problems(said: Mapping) -> list[tuple[str, str]]:
    given = [row.column for row in said.rows if row.column]
    found = [
        (
            _("%(column)s is chosen for several columns of the file.") % {"column": in_words(column)},
            _("Choose it for one of them only."),
        )
        for column in sorted({column for column in given if given.count(column) > 1})
    ]
    every = {column for column, _head, value in said.constants if value}
    for column in people.NEEDED:
        if column not in given and column not in every:
            remedy = _("Choose it for a column of the file, or say what it is for every row.")
            if column not in CONSTANT:
                remedy = _("Choose it for a column of the file.")
            found.append((_("No column gives %(column)s.") % {"column": in_words(column)}, remedy))
    return found


def in_words(column: str) -> str:
    """What a column of people is called."""
    own = {
        "id": _("Id of the record"), "family": _("Family name"), "given": _("Given name"), "middle": _("Middle name"),
        "unit": _("Unit (code or id)"), "standing": _("Standing"), "since": _("Since (first day)"),
        "until": _("Until (the day after the last)"), "counted_from": _("Counted from"),
        "reason": _("Reason for leaving"), "facts_since": _("Facts hold from"),
    }  # fmt: skip
    return own.get(column) or str(labels.headed(column))
