"""Files of people, brought in from a browser: looked at, mapped, examined whole, mended, entered, taken back."""

import os
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts.imports import EnterPeople
from polity.imports import apart, fates, jobs, people, work
from polity.imports.jobs import Job
from polity.imports.lines import Refusal
from polity.imports.shape import Look, order_of_days, suggested
from polity.pages import frame, opened
from polity.pages.deeds import authority_of
from polity.pages.imports_mapping import Mapping, mapped
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show, taken
from polity.pages.tables import Column, Table
from polity.register.batch import Batch
from polity.register.forms import UnitId
from polity.words.objections import Objection

ENDINGS = {".xlsx": ".xlsx", ".jsonl": ".jsonl", ".ndjson": ".jsonl", ".jsonlines": ".jsonl"}
METHODS = ("GET", "HEAD", "POST")


@page(
    "imports/", name="imports", scope=Scope.OFFICE, methods=METHODS, section=gettext_lazy("Files in"), order=70
)  # fmt: skip
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of this office, and a place to bring a file."""
    database = opened.house().database
    objections = _standing_in_the_way(request)
    problem: list[tuple[str, str]] = []
    if request.method == "POST" and not objections:
        jobs.sweep(database, at=frame.current().now())
        job = _begun(request)
        if job is None:
            problem = [(_("No file was chosen."), _("Choose a file of this computer, then send it."))]
        else:
            return forward(request, f"/imports/{job.job}/")
    context = {
        "listed": _listed(request),
        "objections": objections,
        "problem": problem,
        "limits": work.LIMITS,
    }
    return show(request, "imports/list.html", context, status=422 if problem or _refused(request, objections) else 200)


def _refused(request: HttpRequest, objections: list[Objection]) -> bool:
    return request.method == "POST" and bool(objections)


def _standing_in_the_way(request: HttpRequest) -> list[Objection]:
    """Why this office may not import at all, by what the statutes say today of who may; nothing where it may."""
    reader = request.reader  # type: ignore[attr-defined]
    unit = UnitId(reader.unit or 0)
    act = EnterPeople(on=request.today, batch=Batch(label="asked ahead"), unit=unit)  # type: ignore[attr-defined]
    found = offers.foreseen(act, by=authority_of(request), house=opened.house())
    return [one for one in found if one.code.startswith("competence")]


def _listed(request: HttpRequest) -> list[tuple[Job, str]]:
    reader = request.reader  # type: ignore[attr-defined]
    if reader.person is None or reader.unit is None:
        return []
    found = jobs.listed(
        opened.house().database, person=reader.person, office=reader.office, unit=reader.unit
    )  # fmt: skip
    return [(job, state_of(job)) for job in found]


def state_of(job: Job) -> str:
    """How far a job is, in words."""
    if work.stopped(job, at=frame.current().now()):
        return _("stopped")
    return {
        "looked": _("columns to be mapped"), "refused": _("cannot be read"), "examining": _("being examined"),
        "examined": _("examined"), "entering": _("being entered"), "entered": _("entered"),
        "withdrawing": _("being taken back"), "withdrawn": _("taken back"), "stopped": _("stopped"),
    }[job.state]  # fmt: skip


def _begun(request: HttpRequest) -> Job | None:
    reader = request.reader  # type: ignore[attr-defined]
    sent = request.FILES.get("file")
    if sent is None or reader.person is None or reader.unit is None:
        return None
    job = Job(os.urandom(12).hex(), reader.person, reader.office, reader.unit, "looked")
    job.held = {"file": str(sent.name)[:100], "parts": [], "on": request.today.isoformat()}  # type: ignore[attr-defined]
    take_in(job, sent)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        columns = people.columns(register.fields("person"))
    job.held |= {"known": columns.known, "days": columns.days}
    try:
        look = apart.looked(job.files[0], work.LIMITS)
        job.held["rows"] = look.rows
        job.held["look"] = {"header": look.header, "rows": look.rows, "samples": [s[:3] for s in look.samples]}
        job.held["suggested"] = suggested(look, columns.known, _values(request))
        job.held["order"] = order_of_days(look)
    except Refusal as refusal:
        job.state = "refused"
        job.held["stopped"] = [[fault.says, fault.remedy] for fault in refusal.faults]
    jobs.make(opened.house().database, job, at=frame.current().now())
    return job


def take_in(job: Job, sent: Any) -> None:
    """Lay a file that was sent beside those of the job."""
    ending = ENDINGS.get(Path(str(sent.name)).suffix.lower(), ".csv")
    name = f"{len(job.held['parts'])}{ending}"
    with (job.folder / name).open("wb") as file:  # in a folder that nobody else may open
        for chunk in sent.chunks():
            file.write(chunk)
    job.held["parts"].append(name)


def _values(request: HttpRequest) -> dict[str, list[str]]:
    """What can stand in columns that have a list of values; of units, those that the reader may see."""
    with opened.house().register(scope=opened.scope_of(request)) as register:
        fields = register.fields("person")
        register.cursor.execute("SELECT code FROM unit WHERE polity_all() OR unit IN (SELECT polity_units())")
        codes = [str(row[0]) for row in register.cursor.fetchall()]
    found = {"unit": codes, "standing": list(people.STANDINGS)}
    return found | {
        name: [str(value) for value in field.options["values"]]
        for name, field in fields.items()
        if field.type == "code" and field.options.get("values")
    }


def job_of(request: HttpRequest, job: str) -> Job:
    """A job of the reader in their office; everybody else is answered as if it were not there."""
    reader = request.reader  # type: ignore[attr-defined]
    found = None
    if reader.person is not None and reader.unit is not None:
        database = opened.house().database
        found = jobs.find(database, job, person=reader.person, office=reader.office, unit=reader.unit)
    if found is None:
        raise Http404
    return found


def asked_of(request: HttpRequest) -> work.Asked:
    """Who asks for work on a job."""
    current = frame.current()
    scope = opened.scope_of(request)
    return work.Asked(opened.house(), authority_of(request), request.today, scope, current.now)  # type: ignore[attr-defined]


@page("imports/<str:job>/", name="import", scope=Scope.OFFICE, methods=METHODS)
def one(request: HttpRequest, job: str) -> HttpResponse:
    """One import, as far as it is, and what can be done next."""
    found = job_of(request, job)
    if request.method == "POST":
        return _done(request, found)
    mapping = mapped(request, found) if found.state == "looked" else None
    return _shown(request, found, mapping)


def _shown(request: HttpRequest, job: Job, mapping: Mapping | None, status: int = 200) -> HttpResponse:
    counts = job.held.get("counts", {})
    stopped = work.stopped(job, at=frame.current().now())
    context = {
        "job": job,
        "state": "stopped" if stopped else job.state,
        "said": state_of(job),
        "working": job.state in jobs.WORKING and not stopped,
        "doing": state_of(job).capitalize(),
        "counts": counts,
        "may_enter": not job.held.get("faults") and counts.get("new", 0) + counts.get("changed", 0),
        "mapping": mapping,
        "left": job.held.get("left", []),
        "objections": job.held.get("stopped", []),
    }  # fmt: skip
    return show(request, "imports/job.html#job", context, status=status)


def _done(request: HttpRequest, job: Job) -> HttpResponse:
    what = request.POST.get("do", "")
    if what == "forget" and job.state not in jobs.WORKING:
        jobs.forget(opened.house().database, job)
        return forward(request, "/imports/")
    if what == "examine" and job.state == "looked":
        mapping = mapped(request, job)
        if mapping.problems:
            return _shown(request, job, mapping, status=422)
        mapping.keep(request, job)
        _work(request, job, "examining", was="looked")
    elif what == "map" and job.state == "examined":
        job.held |= {"parts": job.held["parts"][:1], "skipped": [], "left_out": 0}
        _keep(job, "looked")
    elif what in ("skip", "mend") and job.state == "examined":
        return _mend(request, job, what)
    elif what == "enter" and job.state == "examined":
        _work(request, job, "entering", was="examined")
    elif what == "withdraw" and job.state == "entered":
        _work(request, job, "withdrawing", was="entered")
    elif what == "again":
        _again(request, job)
    return forward(request, f"/imports/{job.job}/")


def _mend(request: HttpRequest, job: Job, what: str) -> HttpResponse:
    sent = request.FILES.get("file")
    if what == "mend" and sent is None:
        return forward(request, f"/imports/{job.job}/")
    work.mended(job, skip=what == "skip")
    if sent is not None:
        take_in(job, sent)
    _keep(job, "examined")
    _work(request, job, "examining", was="examined")
    return forward(request, f"/imports/{job.job}/")


def _again(request: HttpRequest, job: Job) -> None:
    if job.state == "stopped":
        job.held.pop("stopped", None)
        state = job.held.pop("again", "examining")
        _keep(job, "stopped")
        _work(request, job, state, was="stopped")
    elif work.stopped(job, at=frame.current().now()):
        _work(request, job, job.state, was=job.state)


def _keep(job: Job, state: str) -> None:
    job.state = state
    jobs.keep(opened.house().database, job, at=frame.current().now())


def _work(request: HttpRequest, job: Job, state: str, *, was: str) -> None:
    """Start the work, unless somebody else just did."""
    if was == "looked":
        _keep(job, was)
    if jobs.claim(opened.house().database, job, state, was=was, at=frame.current().now()):
        work.start(job, asked_of(request))


# --- rows ------------------------------------------------------------------------------------------------------------


@page("imports/<str:job>/rows/", name="import_rows", scope=Scope.OFFICE)
def rows(request: HttpRequest, job: str) -> HttpResponse:
    """The rows of one fate, a page at a time; all of them to take away."""
    found = job_of(request, job)
    fate = request.GET.get("fate", "refused")
    places = found.held.get("places", {})
    if fate not in fates.FATES or not places:
        raise Http404
    if request.GET.get("take") == "mend.csv":
        return _to_mend(found)
    pages = max(len(places[fate]) - 1, 1)
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    if request.GET.get("take"):
        answer = taken(request, _table(fate, list(fates.every(found.folder, fate)), found))
        if answer is not None:
            return answer
    table = _table(fate, fates.page(found.folder, fate, places, number), found)
    context = {"job": found, "fate": fate, "table": table, "page": number, "pages": pages, "fates": fate_names()}
    return show(request, "imports/rows.html", context)


def fate_names() -> dict[str, str]:
    """What becomes of a row, in a word."""
    return {"refused": _("Refused"), "changed": _("Changed"), "new": _("New"), "same": _("Same as recorded")}


def _to_mend(job: Job) -> HttpResponse:
    body = (job.folder / "to mend.csv").read_bytes()
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="to-mend.csv"'},
    )


def _table(fate: str, found: list[fates.Fate], job: Job) -> Table:
    columns = [Column("row", _("Row")), Column("who", _("Who"))]
    if fate in ("refused", "changed"):
        columns.append(Column("column", _("Column")))
    if fate == "refused":
        columns += [Column("says", _("What is wrong")), Column("remedy", _("The remedy"))]
    shown = [(_row(one), one.who, one.column, one.says, one.remedy)[: len(columns)] for one in found]
    return Table(f"{fate}-rows", fate_names()[fate], columns, shown, empty=_("No row has this fate."))


def _row(fate: fates.Fate) -> str:
    if not fate.line:
        return _("whole file")
    if not fate.part:
        return str(fate.row)
    return _("correction %(part)s, row %(row)s") % {"part": fate.part, "row": fate.row}


def look_of(job: Job) -> Look:
    """The first look at a job's file."""
    said = job.held["look"]
    return Look(tuple(said["header"]), said["rows"], tuple(tuple(sample) for sample in said["samples"]))
