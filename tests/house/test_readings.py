"""What the pages read, the API answers: a reading that a page shows and no operation gives is found here."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module

from tests.house.code import Module, modules

# Readings of pages that no operation gives by themselves, and what stands for them.
ELSEWHERE = {
    "cases.law_of": "the law itself: /statutes/texts and /statutes/articles",
    "contacts.keeper": "the name for a form: /units/{unit}/contacts",
    "desks.covered": "what a key reaches: the door asks for it",
    "desks.desks": "the desks one may choose among; a key has its own",
    "followup.of_part": "a part for a form: /resolutions/{resolution}/followup",
    "followup.overview": "/followup in brief",
    "ground.laws_on": "the law for a form",
    "home.waiting_people": "/waiting/applications and /waiting/transfers",
    "home.warm": "makes ready, shows nothing",
    "journal.sealed": "the number in a receipt",
    "law.fingerprint": "what of the law may be kept at hand",
    "law.parameters_of": "/statutes/articles/{name}",
    "open_questions.figure": "/census on the day",
    "people.listed": "/people by name; /people goes by id",
    "people.looked": "/people/{person} and /people/{person}/looks at once",
    "people.present": "/people/{person} in brief",
    "previews.posts": "words beside a form",
    "previews.preview": "both maps of a change to units: the page alone; ?dry_run=true says what stands in the way",
    "resolutions.by_reform": "/resolutions, by their reforms",
    "resolutions.coming_of": "/statutes/coming for several rules",
    "rights.to_do": "/requests and /expiry, counted",
    "transfers.under_way": "/transfers, the one of a person",
    "units.branches": "/units/{unit}",
    "units.names_on": "names beside codes",
    "watched.course": "/census on several days",
}


def used(found: Module) -> Iterator[str]:
    """The readings that a module names, as `meetings.agenda`."""
    names: dict[str, str] = {}
    for node in ast.walk(found.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("polity.readings"):
            at = (node.module or "").removeprefix("polity.readings").removeprefix(".")
            names |= {one.asname or one.name: f"{at}.{one.name}".removeprefix(".") for one in node.names}
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield f"{names[node.value.id]}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id in names:
            yield names[node.id]


def is_reading(name: str) -> bool:
    """Whether a name is that of a function that answers within a scope."""
    at, _, what = name.rpartition(".")
    function = getattr(import_module(f"polity.readings.{at}"), what, None) if at.isidentifier() else None
    return inspect.isfunction(function) and "scope" in inspect.signature(function).parameters


def readings_of(face: str) -> set[str]:
    return {name for found in modules() if found.under(f"polity/{face}") for name in used(found) if is_reading(name)}


def test_what_the_pages_read_the_api_answers() -> None:
    pages, api = readings_of("pages"), readings_of("api")
    assert (pages - api, len(pages & api) > 50) == (set(ELSEWHERE), True)


def test_a_reading_that_is_named_is_found() -> None:
    text = "from polity.readings import notices as told\nfrom polity.readings.tally import tally\ntold.own()\ntally()\n"
    found = sorted(set(used(Module("polity/pages/x.py", text))))
    assert ([name for name in found if is_reading(name)]) == ["notices.own", "tally.tally"]
