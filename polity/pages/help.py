"""Help where one works: the pages of docs/users, one for each role, as they stand in the documentation.

Each page and each picture has an address of its own that is known at start; nothing of an address names a file.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from posixpath import basename
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.safestring import SafeString

from polity.pages import routing
from polity.pages.help_text import lead_of, shown, title_of
from polity.pages.routing import Scope, may_open, page
from polity.pages.shown import show

DOCS = Path(__file__).parents[2] / "docs"
ROLES = ("member", "sympathiser", "secretary", "office", "control", "keeper", "incidents")
MORE = (
    "your-data", "imports", "census", "statutes", "resolutions", "previews", "forecasts", "search", "followup",
    "open-questions", "getting-started", "commands", "demonstration",
)  # fmt: skip
PLACES = {  # besides the sections: what a text names in bold, and the page that is meant
    "Your account": ("/account/", Scope.SIGNED_IN),
    "Your keys to the API": ("/tokens/", Scope.SIGNED_IN),
    "Recommend somebody": ("/admission/code/", Scope.SIGNED_IN),
    "Your own way in": ("/admission/own/", Scope.SIGNED_IN),
    "Ask to be moved to another unit": ("/transfers/ask/", Scope.SIGNED_IN),
    "Somebody new applies": ("/admission/new/", Scope.OFFICE),
    "What members ask for": ("/requests/", Scope.OFFICE),
    "Records that look like one person": ("/duplicates/", Scope.OFFICE),
    "What is due": ("/notices/calendar/", Scope.OFFICE),
    "Sign in": ("/sign-in/", Scope.OPEN),
}


class Text(NamedTuple):
    """A page of the help."""

    name: str
    title: str
    lead: str
    address: str


def _file(name: str) -> Path:
    return DOCS / "users" / ("roles" if name in ROLES else ".") / f"{name}.md"


@cache
def _written(name: str) -> str:
    """The text of a page; nothing where the program was installed without its documentation."""
    path = _file(name)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def texts(names: tuple[str, ...]) -> list[Text]:
    """The pages of these names that are there."""
    found = ((name, _written(name)) for name in names)
    return [Text(name, title_of(text), lead_of(text), f"/help/{name}/") for name, text in found if text]


def link(target: str) -> str:
    """Where a link of the documentation leads from the help."""
    if target.startswith(("https://", "#")):
        return target
    path, mark, anchor = target.partition("#")
    name = basename(path).removesuffix(".md")
    if path.endswith(".md") and name in (*ROLES, *MORE) and "articles" not in path and _written(name):
        return f"/help/{name}/{mark}{anchor}"
    return "/statutes/" if "/articles/" in path else ""


@cache
def _places() -> dict[str, tuple[str, Scope]]:
    """What a page is called in the language of the texts, with its address and who may open it."""
    with translation.override("en"):
        named = {str(section.name): (section.url, section.scope) for section in routing._sections.values()}
    return named | PLACES


def _rendered(name: str, reader: Any) -> SafeString:
    def place(words: str) -> str:
        address, scope = _places().get(words, ("", Scope.OPEN))
        return address if address and may_open(scope, reader) else ""

    return shown(_written(name), link, place)


@page("help/", name="help", scope=Scope.OPEN)
def contents(request: HttpRequest) -> HttpResponse:
    """Which page of the help is whose."""
    return show(request, "help/contents.html", {"roles": texts(ROLES), "more": texts(MORE)})


def _text(name: str) -> None:
    @page(f"help/{name}/", name=f"help_{name}", scope=Scope.OPEN)
    def one(request: HttpRequest) -> HttpResponse:
        """A page of the help."""
        if not _written(name):
            raise Http404
        reader = request.reader  # type: ignore[attr-defined]
        there = {"title": title_of(_written(name)), "text": _rendered(name, reader), "roles": texts(ROLES)}
        return show(request, "help/text.html", there)


def _picture(path: Path) -> Callable[[HttpRequest], HttpResponse]:
    @page(f"help/pictures/{path.name}", name=f"help_picture_{path.stem}", scope=Scope.OPEN)
    def picture(request: HttpRequest) -> HttpResponse:
        """A picture of the help, of people who do not exist."""
        return HttpResponse(path.read_bytes(), content_type="image/png")

    return picture


for _name in (*ROLES, *MORE):
    if _written(_name):
        _text(_name)
for _path in sorted((DOCS / "pictures").glob("*.png")):
    _picture(_path)
