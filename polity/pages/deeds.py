"""Acts as forms: what is wanted, the verdict before anything is decided, and the act itself, entered once."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple, get_args, get_origin

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polity.access import offers
from polity.acts import Act, Authority, Refused
from polity.journal import sealer
from polity.pages import frame, labels, opened
from polity.pages.forms import PlainForm
from polity.pages.shown import forward, show
from polity.readings import journal
from polity.readings.house import Scope
from polity.register.forms import PersonId, SubjectId, UnitId, Unreadable
from polity.register.rows import Field
from polity.words.objections import Objection

type Choices = Mapping[str, Sequence[tuple[Any, str]]]
LONG = (
    "agenda",
    "grounds",
    "text",
    "report",
    "evidence",
    "reply",
    "says",
    "settles",
)  # particulars that people write sentences in
IDS = (PersonId, UnitId, SubjectId)


class Entered(NamedTuple):
    """An act that was entered: itself, its entry, and the number under which the journal sealed it, if it has."""

    act: Act
    entry: int
    number: int | None


def authority_of(request: HttpRequest) -> Authority:
    """Who acts on a page: the person who is signed in, in the office they act in, at this moment."""
    reader = request.reader  # type: ignore[attr-defined]
    return Authority(
        operator="account",
        recorded=frame.current().now().isoformat(timespec="seconds"),
        randomness=os.urandom,
        office=reader.office or None,
        unit=reader.unit,
        person=reader.person,
    )


def deed(
    request: HttpRequest,
    kind: type[Act],
    *,
    fixed: Mapping[str, Any],
    title: str,
    button: str,
    done: Callable[[Entered], str],
    initial: Mapping[str, Any] | None = None,
    choices: Choices | None = None,
    labels: Mapping[str, str | Promise] | None = None,
    hints: Mapping[str, str | Promise] | None = None,
    facts_of: str = "person",
    parts: Choices | None = None,
    extra: Mapping[str, Any] | None = None,
    template: str = "deeds/deed.html",
    part: str = "deeds/deed.html#verdict",
) -> HttpResponse:
    """Answer for an act: GET shows its form, POST enters it, POST with `check` only examines it.

    fixed     particulars that the address settles; the view has looked them up in the reader's scope
    initial   what stands in the form before anybody has written
    choices   answers to choose from, by particular; several may be ticked where the particular is a list
    facts_of  the kind of subject whose declared attributes a particular `facts` holds: a field for each
    parts     whole numbers that make up a particular together, by particular: the name of each and its label
    done      gives the page to go on to
    part      of a template, that answers what is examined as it is filled in
    """
    wanted = _Wanted(kind, fixed, choices or {}, labels or {}, hints or {}, facts_of, parts or {})
    form = wanted.form(request, initial or {})
    said = {"title": title, "button": button, **(extra or {})}
    page = _Page(request, kind, form, wanted, fixed, said, template, part)
    if request.method != "POST":
        return page.shown(page.foreseen())
    if not form.is_valid():
        return page.shown(None, status=200 if page.as_typed else 422)
    try:
        offered = page.offered()
    except Unreadable as unread:
        wanted.put_right(form, unread)
        return page.shown(None, status=422)
    by = authority_of(request)
    if "check" in request.POST:
        found = offers.standing_in_the_way(offered, by=by, house=opened.house())
        return page.shown(found, examined=True)
    try:
        receipt = offers.enter(offered, by=by, house=opened.house(), key=page.key)
    except Refused as refused:
        return page.shown(list(refused.objections), examined=True, refused=True, status=422)
    return forward(request, _with(done(Entered(offered, receipt.entry, _sealed(receipt.entry))), receipt.entry))


def _sealed(entry: int) -> int | None:
    """Seal what waits, so that the next page can name the number. Another sealer may be at work: then it is later."""
    house = opened.house()
    sealer.seal_pending(house.database)
    return journal.sealed(house, entry, scope=Scope(day=frame.current().today()))


def _with(address: str, entry: int) -> str:
    return f"{address}{'&' if '?' in address else '?'}entered={entry}"


@dataclass
class _Page:
    """One answer for one act."""

    request: HttpRequest
    kind: type[Act]
    form: PlainForm
    wanted: "_Wanted"
    fixed: Mapping[str, Any]
    context: dict[str, Any]
    template: str
    part: str

    @property
    def as_typed(self) -> bool:
        """Whether a form is looked at while it is being filled in: what is not there yet is not amiss yet."""
        return "check" in self.request.POST and self.request.headers.get("HX-Request") == "true"

    @property
    def key(self) -> str:
        """The name under which this act is entered once, however often the form is sent."""
        token = self.form["key"].value()
        person = self.request.reader.person  # type: ignore[attr-defined]
        return "page " + blake2b(f"{person} {token}".encode(), digest_size=16).hexdigest()

    def offered(self) -> Act:
        """The act as it was filled in. Raises Unreadable."""
        return self._read(self.wanted.given(self.form))

    def _read(self, given: Mapping[str, Any]) -> Act:
        count = iter(range(100))
        values = dict(given)
        on = values.pop("on")
        return offers.read(
            self.kind,
            {**values, **self.fixed},
            on=on,
            house=opened.house(),
            scope=opened.scope_of(self.request),
            # The same ids at every sending of one form, so that sending it twice is asking twice for one act.
            draw=lambda size: blake2b(f"{self.key} {next(count)}".encode(), digest_size=size).digest(),
            settled=self.fixed,
        ).act

    def foreseen(self) -> list[Objection] | None:
        """What competence and the articles say before anything is filled in. What is written decides the rest.

        None where nothing can be said before it is known whom the act is about.
        """
        try:
            act = self._read(self.wanted.blank(self.form, self.request.today))  # type: ignore[attr-defined]
        except Unreadable:
            return None
        return offers.foreseen(act, by=authority_of(self.request), house=opened.house())

    def shown(
        self, found: Sequence[Objection] | None, *, examined: bool = False, refused: bool = False, status: int = 200
    ) -> HttpResponse:
        undecided = any(one.code == "article.undecided" for one in found or ())
        context = {
            **self.context,
            "form": self.form,
            "objections": found or [],
            "refused": refused,
            "examined": examined,
            "outcome": ("undecided" if undecided else "may_not") if found else "may",
            "ruled": found is not None and bool(self.kind.articles),
            "on": (self.form.cleaned_data if self.form.is_bound else self.form.initial).get("on"),
        }
        template = self.part if "check" in self.request.POST else self.template
        if self.request.headers.get("HX-Request") != "true":
            template = self.template
        return show(self.request, template, context, status=status)


@dataclass(frozen=True)
class _Wanted:
    """What the form of an act asks for: its particulars but those that are settled."""

    kind: type[Act]
    fixed: Mapping[str, Any]
    choices: Choices
    labels: Mapping[str, str | Promise]
    hints: Mapping[str, str | Promise]
    facts_of: str
    parts: Choices

    def form(self, request: HttpRequest, initial: Mapping[str, Any]) -> PlainForm:
        made = type("ActForm", (PlainForm,), dict(self._fields()))
        settled = {"key": os.urandom(16).hex(), "on": request.day, **self._spread(initial)}  # type: ignore[attr-defined]
        return made(request.POST if request.method == "POST" else None, initial=settled)  # type: ignore[no-any-return]

    def _fields(self) -> Iterator[tuple[str, forms.Field]]:
        for name, hint, needed in offers.particulars(self.kind):
            if name in self.fixed or name in self.kind.makes:
                continue
            if name == "facts":
                yield from self._facts()
            elif name in self.parts:
                for at, (_key, label) in enumerate(self.parts[name]):
                    hinted = self.hints.get(name, "") if at == 0 else ""
                    yield f"{name}.{at}", forms.IntegerField(label=label, help_text=hinted, required=needed)
            else:
                yield name, self._field(name, hint, needed)
        yield "on", forms.DateField(label=self.labels.get("on", _("Day of effect")), help_text=self.hints.get("on", ""))
        yield "key", forms.CharField(widget=forms.HiddenInput)

    def _field(self, name: str, hint: Any, needed: bool) -> forms.Field:
        said = {
            "label": self.labels.get(name) or labels.headed(name),
            "help_text": self.hints.get(name, ""),
            "required": needed,
        }
        several = get_origin(hint) is tuple
        plain = next((arm for arm in get_args(hint) if arm is not type(None)), hint) if not several else hint
        if name in self.choices:
            offered = list(self.choices[name])
            if several:
                boxes = forms.CheckboxSelectMultiple
                return forms.MultipleChoiceField(choices=offered, widget=boxes, **said)
            return forms.ChoiceField(choices=offered if needed else [("", "—"), *offered], **said)
        if plain is int:
            return forms.IntegerField(**said)
        if plain is date:
            return forms.DateField(**said)
        if plain is bool:
            return forms.BooleanField(**{**said, "required": False})
        if name in LONG or self._is_lines(name, hint):
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **said)
        return forms.CharField(**said)

    def _is_lines(self, name: str, hint: Any) -> bool:
        """Whether a particular is a list of texts, written one a line."""
        return get_origin(hint) is tuple and get_args(hint)[0] is str and name not in self.choices

    def _facts(self) -> Iterator[tuple[str, forms.Field]]:
        with opened.house().register(scope=Scope(day=frame.current().today())) as register:
            declared = register.fields(self.facts_of)
        for name, field in declared.items():
            if f"facts.{name}" not in self.fixed:
                yield f"facts.{name}", _of_declared(field)

    def _spread(self, initial: Mapping[str, Any]) -> dict[str, Any]:
        """Facts that stand in the form, each in its own field."""
        facts = initial.get("facts") or {}
        shown = {f"facts.{name}": _written(value) for name, value in facts.items()}
        for name, parts in self.parts.items():
            given = initial.get(name) or {}
            shown |= {f"{name}.{at}": given.get(key) for at, (key, _label) in enumerate(parts)}
        return {**{name: value for name, value in initial.items() if name not in ("facts", *self.parts)}, **shown}

    def given(self, form: PlainForm) -> dict[str, Any]:
        """What was written, as the act's particulars. What stands empty is left out; a changed fact is taken."""
        found: dict[str, Any] = {}
        facts: dict[str, Any] = {}
        lines = {name for name, hint, _needed in offers.particulars(self.kind) if self._is_lines(name, hint)}
        for name, value in form.cleaned_data.items():
            if name.partition(".")[0] in self.parts:
                whole, _dot, at = name.partition(".")
                if value is not None:
                    found.setdefault(whole, {})[self.parts[whole][int(at)][0]] = value
            elif name in lines and value:
                found[name] = [line.strip() for line in value.splitlines() if line.strip()]
            elif name.startswith("facts."):
                before = form.initial.get(name, "")
                if value not in (None, before) and not (value == "" and before in (None, "")):
                    facts[name.removeprefix("facts.")] = _plain(value)
            elif name != "key" and value not in (None, ""):
                found[name] = value
        return {**found, "facts": facts} if facts else found

    def blank(self, form: PlainForm, today: date) -> dict[str, Any]:
        """The act with nothing filled in: what competence and the articles say does not wait for the rest."""
        empty: dict[Any, Any] = {int: 0, str: "", bool: False, date: today}
        found: dict[str, Any] = {"on": form.initial["on"]}
        for name, hint, needed in offers.particulars(self.kind):
            if name in self.fixed or not needed:
                continue
            if hint in IDS and form.initial.get(name) is None:
                raise Unreadable(name, "", "given")
            found[name] = form.initial.get(name) or ({} if name in self.parts else empty.get(hint, ()))
        return found

    def put_right(self, form: PlainForm, unread: Unreadable) -> None:
        """Show beside its field what could not be read."""
        name = unread.field if unread.field in form.fields else None
        form.add_error(name, unread.says)


def _of_declared(field: Field) -> forms.Field:
    said: dict[str, Any] = {"label": field.label, "help_text": field.purpose, "required": False}
    if field.type == "code":
        values = [(value, labels.said(value)) for value in field.options.get("values", ())]
        return forms.ChoiceField(choices=[("", _("not known")), *values], **said)
    if field.type == "bool":
        return forms.ChoiceField(choices=[("", _("not known")), ("true", _("yes")), ("false", _("no"))], **said)
    if field.type == "date":
        return forms.DateField(**said)
    if field.type in ("int", "money"):
        return forms.IntegerField(**said)
    return forms.CharField(**said)


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
