"""How every page and every operation is tried: what stands for each part of its address, and what is sent.

A part of an address that nothing here stands for turns the row red: a page is not forgotten by not being listed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple, get_args
from urllib.parse import urlencode

from polity.access import offers
from polity.access.tokens import IMPORTS
from polity.acts import ACTS
from polity.api.routing import OPERATIONS, ROOT, Operation
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.trust.serving import Asking
from polity.trust.twins import Lived, Place, Twins
from polity.words import ids

ABSENT = "0000-0000-0001"  # an id that nothing bears
KINDS = ("inside", "outside", "elsewhere", "absent")

# Parts that hold ids, and of what: a list of Lived, or people or units.
PARTS: dict[str, str] = {
    "person": "person", "other": "person", "unit": "unit", "asked": "asked", "appeal": "appeal", "meeting": "meeting",
    "roll": "roll", "export": "export", "term": "term", "job": "job", "resolution": "resolution",
    "question": "question", "part": "part", "danger": "danger", "request": "request", "forecast": "forecast",
}  # fmt: skip
EVERYBODYS = ("resolution", "question", "part", "danger", "forecast")  # open to everybody, outside nobody's scope
# Where the same part stands for something else.
OF_ROUTE: dict[tuple[str, str], str] = {
    ("own_withdraw", "asked"): "request", ("request", "asked"): "request", ("request_erase", "asked"): "request",
    ("receive_transfer", "person"): "arriving", ("decline_transfer", "person"): "arriving",
}  # fmt: skip
# Parts that hold a word or a number that is no id.
WORDS: dict[str, tuple[str, ...]] = {
    "what": ("promotions", "confirmations", "applied", "decided", "transfers", "may", "may_not", "undecided", "x"),
    "since": ("2026-05-26", "2021-01-01", "x"),
    "number": ("224", "5", "{ruled}"),
    "year": ("2025", "1"),
    "entry": ("3", "{since}", "{ruled}", "999999999"),
    "form": ("record.json", "record.csv", "x"),
    "purpose": ("newsletter", "x"),
    "secret": ("x" * 43,),
    "digest": ("00000000",),
    "name": ("federation-membership", "membership.transfer", "x"),
    "article": ("may_become_candidate", "membership.transfer", "x"),
    "step": ("apply", "ask", "open", "sponsor", "decide", "confirm", "promote", "extend", "keep", "refuse", "withdraw",
             "lapse", "appeal", "reply", "x"),
}  # fmt: skip

# Pages that no reader opens here, and why.
SHUT: dict[str, str] = {
    "sign_in_link": "needs the secret of a letter; tested with the door",
    "feed": "needs the secret of a calendar; tested with the notices",
    "founding": "an organisation stands already",
    "forecast_tested": "needs a forecast that has been made; tested with the forecasts",
    "keep_forecast": "needs a forecast that has been made; tested with the forecasts",
    "export_file": "the file is written by a worker; tested with the exports",
    "request_erase": "a request for erasure; the branch may not decide it",
    "account_close": "who signs in here has no account; tested with the door",
    "passkey_add": "needs a passkey; tested with the door",
    "passkey_challenge": "who signs in here has no account; tested with the door",
    "passkey_remove": "needs a passkey; tested with the door",
    "invitation_challenge": "needs the secret of an invitation; tested with the door",
    "known": "nothing was corrected in the branch; tested with the corrections",
    "end_token": "needs a key made on the page; tested with the keys",
    "static": "files of the program itself, the same everywhere",
}


class Way(NamedTuple):
    """One address of a page or an operation, and the kinds of ids in it."""

    route: str
    address: str
    kinds: tuple[str, ...]
    nobody: str  # the same address with an id that nothing bears in the place of every id

    @property
    def foreign(self) -> bool:
        """Whether somebody or something outside the branch is named."""
        return any(kind in ("outside", "elsewhere") for kind in self.kinds)


class Unknown(NamedTuple):
    """An address of which nothing says how it is tried."""

    route: str
    part: str

    def __str__(self) -> str:
        return f"nothing says what stands for “{self.part}” in the address of {self.route}"


@dataclass(frozen=True)
class Pools:
    """Ids as they stand in addresses, by what they are ids of and where that lies."""

    twins: Twins

    def ids(self, what: str, kind: str) -> list[str]:
        """Some ids of a kind."""
        twins = self.twins
        if kind == "absent":
            return [ABSENT]
        if what == "unit":
            return _of_place({"inside": twins.here, "outside": twins.elsewhere, "elsewhere": twins.third}[kind])
        if kind == "elsewhere":
            return [ids.show(twins.third.people[0].person)] if what == "person" else []
        place, lived = (twins.here, twins.inside) if kind == "inside" else (twins.elsewhere, twins.outside)
        return [ids.show(one) for one in self._numbers(what, place, lived)]

    def _numbers(self, what: str, place: Place, lived: Lived) -> Sequence[int]:
        if what != "person":
            return lived[what][:2]
        like = place.some("member", 5)[4].person  # of whom the last person recorded has the name and the birthday
        return [lived["person"][0], lived["person"][3], like, *lived["moving"], *lived["person"][1:3]]


def _of_place(place: Place) -> list[str]:
    return [place.code, ids.show(place.unit)]


def pages(twins: Twins, few: int) -> Iterator[Way | Unknown]:
    """Every page, with every kind of id in its address; so many ids of a kind."""
    from polity.pages.urls import urlpatterns

    pools = Pools(twins)
    for pattern in urlpatterns:
        route, parts = pattern.name or "static", list(pattern.pattern.converters)
        strange = [part for part in parts if part not in PARTS and part not in WORDS]
        if strange:
            yield Unknown(route, strange[0])
            continue
        choices = [_choices(pools, route, part, few, alone=len(parts) == 1) for part in parts]
        for chosen in product(*choices):
            address = nobody = f"/{pattern.pattern}"
            for part, (kind, given) in zip(parts, chosen, strict=True):
                value = _filled(given, twins)
                address = _put(address, part, value)
                nobody = _put(nobody, part, value if kind == "word" else ABSENT)
            yield Way(route, address, tuple(kind for kind, _value in chosen), nobody)


def _filled(given: str, twins: Twins) -> str:
    """A value with the numbers of entries that only the two know."""
    return given.format(since=twins.entries[0] - 1, ruled=twins.ruled) if "{" in given else given


def _choices(pools: Pools, route: str, part: str, few: int, *, alone: bool) -> list[tuple[str, str]]:
    if part in WORDS and (route, part) not in OF_ROUTE:
        return [("word", value) for value in WORDS[part]]
    what = OF_ROUTE.get((route, part), PARTS[part])
    if what in EVERYBODYS:
        return [("word", value) for value in (*pools.ids(what, "inside"), ABSENT)]
    most = {"inside": 7 if alone else max(few, 3), "outside": few, "elsewhere": 1, "absent": 1}
    return [(kind, value) for kind in KINDS for value in pools.ids(what, kind)[: most[kind]]]


def _put(address: str, part: str, value: str) -> str:
    for converter in ("str", "int", "slug", "path"):
        address = address.replace(f"<{converter}:{part}>", value)
    return address


def thinned(every: Iterable[Way | Unknown], foreign: int, inside: int) -> Iterator[Way | Unknown]:
    """At most so many ways for each page and each mixture of ids: fewer where something outside or nobody is named."""
    seen: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for way in every:
        if isinstance(way, Way):
            seen[way.route, way.kinds] += 1
            within = set(way.kinds) <= {"inside", "word"}
            if seen[way.route, way.kinds] > (inside if within else foreign):
                continue
        yield way


def questions(twins: Twins) -> dict[str, list[dict[str, str]]]:
    """What is asked after the question mark, by page: names, ids and codes of inside, outside and nobody."""
    here, there = twins.here, twins.elsewhere
    outside = ids.show(twins.outside["person"][0])
    named = {"person": outside, "unit": there.code}
    inside = here.some("member", 3)[2]
    return {
        "search": [{"q": text} for text in ("Zavrell", "Zav", inside.family, outside, there.code, "Quillon")],
        "people": [
            {"standing": "member"}, {"under": there.code}, {"under": here.code}, {"standing": "sympathiser"},
            {"under": ABSENT}, {"on": "2026-06-01"},
        ],
        "census": [
            {"by": "standing"}, {"by": "unit"}, {"by": "gender", "standing": "member"}, {"under": there.code},
            {"by": "branch"}, {"by": "standing", "map": "2026-03-02"}, {"by": "unit", "sort": "count"},
            {"by": "standing", "per_mille": "1"}, {"known": "200"}, {"against": "2026-03-02", "by": "standing"},
        ],
        "balance": [{"by": "branch"}, {"under": there.code}, {"since": "2026-03-02"}],
        "explain": [
            {"id": one, "rule": "may_become_candidate"}
            for one in (outside, ABSENT, ids.show(twins.inside["person"][0]))
        ],
        "appoint": [{"person": outside}, {"person": ABSENT}, {"unit": there.code}, {"unit": ABSENT}],
        "export_new": [{"unit": there.code}, {"unit": ABSENT}, {"unit": here.code}],
        "ask_transfer": [{"find": "a"}, {"find": there.code}, {"receiving": there.code}],
        "journal": [{"before": str(twins.entries[0])}],
        "home": [{"on": "2026-06-01"}, {"on": "x"}, named],
    }  # fmt: skip


def bare_form(foreign: Mapping[str, str]) -> dict[str, str]:
    """What is sent to a page whose form is not shown."""
    return {
        "on": "2026-06-15", "key": "0" * 32, "grounds": "x", "reason": "x", "do": "forget", "code": foreign["person"],
        "person": foreign["person"], "sponsor": foreign["person"], "contact": foreign["person"],
        "unit": foreign["unit"], "receiving": foreign["unit"], "token": foreign["person"], "term": foreign["person"],
        "address": foreign["address"], "email": foreign["address"], "officer": foreign["person"],
    }  # fmt: skip


def foreign_of(twins: Twins, kind: str) -> dict[str, str]:
    """Somebody and a unit of a kind, to be named in a form."""
    pools = Pools(twins)
    place = {"inside": twins.here, "outside": twins.elsewhere}.get(kind)
    address = f"person{place.code.lower() if place else ''}@example.org"
    return {"person": pools.ids("person", kind)[0], "unit": pools.ids("unit", kind)[0], "address": address}


def readings(twins: Twins, few: int) -> Iterator[Way | Unknown]:
    """Every reading of the API, with every kind of id in its address and its query."""
    pools = Pools(twins)
    for one in OPERATIONS:
        if one.method != "GET":
            continue
        strange = [part for part in one.parts if part not in PARTS and part not in WORDS]
        if strange:
            yield Unknown(one.name, strange[0])
            continue
        for chosen in product(*(_choices(pools, one.name, part, few, alone=False) for part in one.parts)):
            path = nobody = ROOT + one.path
            for part, (kind, given) in zip(one.parts, chosen, strict=True):
                value = _filled(given, twins)
                path = path.replace(f"{{{part}}}", value)
                nobody = nobody.replace(f"{{{part}}}", value if kind == "word" else ABSENT)
            kinds = tuple(kind for kind, _value in chosen)
            for query in _queries(one, pools):
                mark = f"?{urlencode(query, doseq=True)}" if query else ""
                yield Way(one.name, path + mark, kinds, nobody + mark)


def _queries(one: Operation, pools: Pools) -> Iterator[dict[str, Any]]:
    example = dict(one.example.get("query", {}))
    if "q" in one.query:
        yield from ({"q": text} for text in ("Zavrell", "Zolkin", ids.show(pools.twins.outside["person"][0])))
        return
    if "id" in one.query:
        rule = {"rule": "may_become_candidate"}
        yield from ({"id": pools.ids("person", kind)[0], **rule} for kind in KINDS)
        return
    yield example
    if "under" in one.query:
        yield from ({**example, "under": pools.ids("unit", kind)[0]} for kind in ("inside", "outside", "absent"))
    if "where" in one.query:
        yield from ({"where": f"standing:{standing}"} for standing in ("sympathiser", "former"))
    if "limit" in one.query:
        yield {**example, "limit": "2"}
    if "by" in one.query and one.path == "/census":
        yield from ({"by": by} for by in ("unit", "branch", "gender"))


def acts(twins: Twins, kind: str, *, units: str | None = None) -> Iterator[tuple[str, Asking]]:
    """Every act of the API, naming people and things of a kind, and units of the same kind or another."""
    pools = Pools(twins)
    for name, act in sorted(ACTS.items()):
        if name in IMPORTS:
            continue
        body: dict[str, Any] = {"on": "2026-06-15"}
        for part, hint, _needed in offers.particulars(act):
            if part not in act.makes:
                body[part] = _particular(pools, part, hint, kind, units or kind)
        yield f"acts.{name}", Asking("POST", f"{ROOT}/acts/{name}", {k: v for k, v in body.items() if v is not None})


SUBJECTS = {
    "reregistration": "roll", "request": "request", "recovery": "request", "amends": "resolution",
    "amendment": "resolution",
}  # fmt: skip


def _particular(pools: Pools, part: str, hint: Any, kind: str, units: str) -> Any:
    arms = (hint, *get_args(hint))
    several = (
        any(getattr(arm, "__origin__", None) is tuple for arm in arms) or getattr(hint, "__origin__", None) is tuple
    )
    if PersonId in arms or part in ("people", "present", "came", "went"):
        found = pools.ids("person", kind)[0]
        return [found] if several else found
    if UnitId in arms or part in ("units",):
        found = pools.ids("unit", units)[0]
        return [found] if several else found
    if SubjectId in arms:
        what = SUBJECTS.get(part, part)
        if what in EVERYBODYS:
            kind = "inside" if units == "inside" else "absent"  # whoever asks may know it: the rest alone differs
        found = (pools.ids(what, kind) or [ABSENT])[0] if what in pools.twins.inside.made else ABSENT
        return [found] if several else found
    name = str(hint)
    if "date" in name:
        return "2026-06-15"
    if "bool" in name:
        return True
    if "int" in name:
        return 1
    if "dict" in name:
        return {}
    return "x" if hint is str else None
