"""A reform filled in as a form, change by change, or written as text: either makes the other, without any script."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from polity.pages import labels
from polity.pages.forms import PlainForm
from polity.statutes import Faulty, Law
from polity.statutes.drafting import Changing, Form, form_of, lasting, written
from polity.statutes.faults import Fault
from polity.statutes.plainly import Names, spaced, worded
from polity.statutes.saying import Said, said

MOST_CHANGES = 20
MOST_SIGNS = 200_000  # of a text or a file of one draft
ACTS: Mapping[str, str | Promise] = {
    "set": later("Set a value"),
    "add": later("Add a condition"),
    "except": later("Except some cases"),
    "replace": later("Replace a clause"),
    "repeal": later("Suspend or repeal a clause"),
}
KEPT = ("kind", "before", "source", "status")  # carried along by a change without being asked for
OWN = ("title", "statute", "subject", "adopted", "source", "status", "status_note")  # of a reform, not asked for
LANGUAGE = later("In the language of clauses: class = peasant and age >= 18. The names are listed below.")


class Offered(NamedTuple):
    """What can be picked: values to set, rules, and clauses by the rule they stand in."""

    cells: Sequence[tuple[str, str]]
    rules: Sequence[tuple[str, str]]
    clauses: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    facts: Sequence[tuple[str, str, str]]  # name, what it is, the values it may have


def offered(law: Law, on: date) -> Offered:
    """What the law of a day lets a form pick."""
    rules, clauses, facts = [], [], []
    for subject in law.subjects():
        names = Names.of(law, subject)
        titles = {name: rule.title or labels.headed(name) for name, rule in law.rules(subject).items()}
        rules += list(titles.items())
        standing: dict[str, list[tuple[str, str]]] = {}
        for one in law.articles(subject, on):
            words = f"{one.id}: {worded(one.text, names) if one.kind != 'when' else one.text}"
            standing.setdefault(one.rule, []).append((f"{one.rule}|{one.id}", _cut(words)))
        clauses += [(titles[rule], found) for rule, found in standing.items()]
        facts += [
            (name, fact.label or labels.headed(fact.kind), ", ".join(fact.values))
            for name, fact in law.facts(subject).items()
        ]
    return Offered(_cells(law, on), rules, clauses, list(dict.fromkeys(facts)))


def _cut(words: str) -> str:
    return words if len(words) <= 90 else f"{words[:88]}…"


def _cells(law: Law, on: date) -> list[tuple[str, str]]:
    found = []
    for name, dated in law.union.params.items():
        if dated.param.kind == "scale":
            continue
        now = {entry.key: entry for entry in dated.entries if entry.window.holds(on, None)}
        title = dated.param.title or labels.headed(name)
        for key in dict.fromkeys(entry.key for entry in dated.entries):
            unit = f" {dated.param.unit}" if dated.param.unit else ""
            value = _("now %(value)s") % {"value": f"{now[key].raw}{unit}"} if key in now else _("no value now")
            about = f"{title}, {spaced(key)}" if key else title
            found.append((f"{name}|{key}", f"{about} ({value})"))
    return found


@dataclass
class Row:
    """One change as it stands on the page."""

    number: int
    op: str
    fields: PlainForm
    kept: Sequence[tuple[str, str]]
    first_of: bool = False

    @property
    def title(self) -> str:
        """What is done."""
        return str(ACTS[self.op])


class Draft:
    """A reform on its way: as a form or as text, what it says in words, and what keeps it from being law.

    text    as it would be entered; nothing where no change is made
    faults  what is wrong with it by itself; how it fits with the law the act says
    turned  whether only the page was changed, and nothing is to be entered
    """

    def __init__(self, request: HttpRequest, law: Law, on: date, *, text: str = "", title: str = "") -> None:
        self.law, self.on, self.offered = law, on, offered(law, on)
        self.faults: list[Fault] = []
        self.words: list[Said] = []
        sent = request.POST if request.method == "POST" else None
        turn = sent.get("turn", "") if sent is not None else ""
        self.turned = bool(turn)
        self.as_text = sent.get("as_text", "") == "1" if sent is not None else request.GET.get("as") == "text"
        if sent is None:
            self._fill(text)
            self._begin(request.GET)
        elif self.as_text:
            self._typed(request)
        else:
            self._filled_in(sent, turn, title)
        if turn == "as.text":
            self.as_text = True
        elif turn == "as.form" and self.as_text:
            self.as_text = False
            self._fill(self.text)
        self._say()

    def _fill(self, text: str) -> None:
        """Stand as a text has it; where a form cannot hold it, as text."""
        self.form, self.text = Form(), text
        if text.strip():
            try:
                self.form = form_of(text)
            except Faulty as faulty:
                self.faults, self.as_text = faulty.faults, True

    def _begin(self, asked: QueryDict) -> None:
        """Begin with the change of a clause that a link from an article names."""
        op, rule, clause = (asked.get(name, "") for name in ("change", "rule", "clause"))
        if op in ("replace", "repeal", "except") and rule and clause and not self.text:
            one = Changing(op, rule=rule, clause=clause)
            self.form = Form(changes=(self._kind(self._as_it_stands(one) if op == "replace" else one),))

    def _typed(self, request: HttpRequest) -> None:
        file = request.FILES.get("file")
        self.form = Form()
        self.text = request.POST.get("text", "")[:MOST_SIGNS].replace("\r\n", "\n")
        if file is not None:
            try:
                self.text = file.read(MOST_SIGNS).decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError:
                says = _("The file %(name)s is not a plain text in UTF-8.") % {"name": str(file.name)[:60]}
                self.turned = True  # nothing is entered in its place
                self.faults.append(Fault("draft.file", "", 0, 0, says, _("Save it as plain text in UTF-8.")))

    def _filled_in(self, sent: QueryDict, turn: str, title: str) -> None:
        form = _form_of_post(sent)
        form = replace(form, title=form.title or title.strip())
        what, _dot, which = turn.partition(".")
        changes = list(form.changes)
        if what == "add" and which in ACTS and len(changes) < MOST_CHANGES:
            changes.append(Changing(which))
        elif what == "drop" and which.isdigit() and int(which) < len(changes):
            del changes[int(which)]
        elif what == "fill" and which.isdigit() and int(which) < len(changes):
            changes[int(which)] = self._as_it_stands(changes[int(which)])
        changes = [self._kind(one) for one in changes]
        self.form = replace(form, changes=tuple(changes))
        full = [one for one in changes if _says_something(one)]
        named = form.name or slugify(title)[:48].strip("-") or "draft"
        if not full and not form.rest.strip():
            self.text = ""
            return
        try:
            self.text = written(replace(self.form, name=named, changes=tuple(full)))
        except Faulty as faulty:
            self.faults, self.text = faulty.faults, form.rest

    def _kind(self, one: Changing) -> Changing:
        """A clause says what its rule lets it say."""
        if one.op not in ("add", "replace") or one.kind in ("formula", "otherwise"):
            return one
        return replace(one, kind="when" if self._first_of(one.rule) else "need", then=one.then)

    def _first_of(self, rule: str) -> bool:
        found = [self.law.rules(subject).get(rule) for subject in self.law.subjects()]
        return any(one is not None and one.shape == "first_of" for one in found)

    def _as_it_stands(self, one: Changing) -> Changing:
        """What replaces a clause begins as the clause itself."""
        for subject in self.law.subjects():
            for article in self.law.articles(subject, self.on):
                if (article.rule, article.id) != (one.rule, one.clause):
                    continue
                test, _then, then = article.text.removeprefix("when ").partition(" then ")
                if article.kind in ("formula", "otherwise"):
                    test, then = "", article.text
                said_so = {"say": article.say, "remedy": article.remedy, "kind": article.kind}
                return replace(one, test=test, then=then, id=one.id or f"{one.clause}.1", **said_so)
        return one

    def _say(self) -> None:
        if self.text.strip():
            try:
                self.words = said(self.law, self.text)
            except Faulty as faulty:
                self.faults = self.faults or faulty.faults

    @property
    def rows(self) -> Iterator[Row]:
        """The changes as they stand on the page."""
        for number, one in enumerate(self.form.changes):
            kept = [(f"c{number}.{name}", getattr(one, name)) for name in KEPT if getattr(one, name)]
            first_of = one.kind == "when"
            yield Row(number, one.op, _row_form(one, number, self.offered, first_of), kept, first_of)

    @property
    def head(self) -> PlainForm:
        """The days and units of the reform, filled in."""
        form = self.form
        values = {
            "name": form.name, "since": form.since, "until": form.until, "units": ", ".join(form.units),
            "frozen_at": form.frozen_at if form.units else "from", "after": ", ".join(form.after), "rest": form.rest,
        }  # fmt: skip
        return HeadForm(initial=values)

    @property
    def acts(self) -> Sequence[tuple[str, str | Promise]]:
        """What another change may do."""
        return list(ACTS.items())


class HeadForm(PlainForm):
    """The days, the units and the name of a reform."""

    since = forms.DateField(label=later("In force from"), required=False)
    months = forms.IntegerField(
        label=later("For how many months"), required=False, min_value=1, max_value=600,
        help_text=later("Reckoned into the day below. Leave both empty for a reform that holds until it is repealed."),
    )  # fmt: skip
    until = forms.DateField(
        label=later("First day without it"), required=False, help_text=later("It then lapses by itself.")
    )
    units = forms.CharField(
        label=later("Only in these units, as a trial"), required=False,
        help_text=later("Codes of units, with commas between. Leave it empty for everybody."),
    )  # fmt: skip
    frozen_at = forms.ChoiceField(
        label=later("Who belongs to the units of the trial"), required=False,
        choices=[("from", later("whoever does when it begins")), ("", later("whoever does on the day of the case"))],
    )  # fmt: skip
    name = forms.SlugField(
        label=later("Short name"), required=False, max_length=48,
        help_text=later("By which other texts refer to it; made from the title if left empty."),
    )  # fmt: skip
    after = forms.CharField(
        label=later("Comes after these reforms"), required=False,
        help_text=later("Short names, where two reforms change one thing at one time."),
    )  # fmt: skip
    rest = forms.CharField(
        label=later("What this form does not hold, kept as text"), required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip


def _row_form(one: Changing, number: int, choices: Offered, first_of: bool) -> PlainForm:
    made = type("RowForm", (PlainForm,), dict(_row_fields(one, choices, first_of)))
    values = {name: getattr(one, name) for name in ("value", "rule", "id", "test", "then", "say", "remedy")}
    values["cell"] = f"{one.param}|{one.key}" if one.param else ""
    values["place"] = f"{one.rule}|{one.clause}" if one.clause else ""
    return made(prefix=f"c{number}", initial=values)  # type: ignore[no-any-return]


def _row_fields(one: Changing, choices: Offered, first_of: bool) -> Iterator[tuple[str, forms.Field]]:
    if one.op == "set":
        yield "cell", _pick(_("Value"), choices.cells, f"{one.param}|{one.key}" if one.param else "")
        yield "value", _line(_("It becomes"))
        return
    if one.op == "add":
        yield "rule", _pick(_("Rule"), choices.rules, one.rule)
    else:
        yield "place", _pick(_("Clause"), choices.clauses, f"{one.rule}|{one.clause}" if one.clause else "")
    if one.op == "repeal":
        return
    tests = {"add": _("Only where"), "replace": _("It then reads: only where"), "except": _("It does not apply where")}
    label = _("Where") if first_of else tests[one.op]
    if one.kind not in ("formula", "otherwise"):
        yield "test", _text(label, LANGUAGE)
    if one.op != "except" and (first_of or one.kind in ("formula", "otherwise")):
        yield "then", _line(_("It is"))
    heading = _("Its number among the exceptions") if one.op == "except" else _("Number of the new clause")
    yield "id", _line(heading, _("Short, such as 7.3 or R1."))
    yield "say", _text(_("In its own words"), _("As whoever is concerned reads it. {names} are filled in."))
    if one.op != "except":
        yield "remedy", _line(_("What can be done about it"))


def _pick(label: str, choices: Sequence[Any], chosen: str) -> forms.Field:
    known = {value for value, inner in choices if isinstance(inner, str)}
    known |= {value for _group, inner in choices if not isinstance(inner, str) for value, _label in inner}
    more = [(chosen, chosen.replace("|", " "))] if chosen and chosen not in known else []
    return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *more, *choices])


def _line(label: str, hint: str = "") -> forms.Field:
    return forms.CharField(label=label, required=False, help_text=hint)


def _text(label: str, hint: str | Promise = "") -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget)


def _says_something(one: Changing) -> bool:
    """Whether anything of a change has been filled in."""
    return bool(one.param or one.rule or one.clause)


def _form_of_post(sent: QueryDict) -> Form:
    def of(name: str) -> str:
        return sent.get(name, "").strip()[:4000].replace("\r\n", "\n")

    since, until, months = of("since"), of("until"), of("months")
    if months.isdigit() and since and 0 < int(months) <= 600:
        with suppress(ValueError):
            until = lasting(since, int(months))
    units = tuple(dict.fromkeys(part.strip() for part in of("units").split(",") if part.strip()))
    after = tuple(dict.fromkeys(part.strip() for part in of("after").split(",") if part.strip()))
    return Form(
        name=of("name"), since=since, until=until, units=units, frozen_at=of("frozen_at") if units else "",
        after=after, changes=tuple(_changes_of_post(sent, of)), rest=sent.get("rest", "").replace("\r\n", "\n"),
        **{name: of(f"f.{name}") for name in OWN},
    )  # fmt: skip


def _changes_of_post(sent: QueryDict, of: Any) -> Iterator[Changing]:
    for number in range(MOST_CHANGES):
        op = of(f"c{number}.op")
        if op not in ACTS:
            return
        found = {name: of(f"c{number}-{name}") for name in ("value", "rule", "id", "test", "then", "say", "remedy")}
        found |= {name: of(f"c{number}.{name}") for name in KEPT}
        param, _bar, key = of(f"c{number}-cell").partition("|")
        if place := of(f"c{number}-place"):
            found["rule"], _bar, found["clause"] = place.partition("|")
        yield Changing(op, param=param, key=key, **found)


def kept_of(form: Form, title: str) -> list[tuple[str, str]]:
    """What a reform carries that the form does not ask for. Its title is that of the resolution, unless it has one."""
    kept = [(f"f.{name}", value) for name in OWN if (value := getattr(form, name))]
    return [(name, value) for name, value in kept if (name, value) != ("f.title", title)]
