"""Templates: nothing inline, everything escaped, every link keeps the day, and the weight stays small."""

import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, engines

from polity import pages
from polity.pages import assets

HERE = Path(pages.__file__).parent
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))


class Inline(HTMLParser):
    """Collects what a strict policy would refuse: styles and scripts inside the page, and handlers in attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        if tag == "style" or (tag == "script" and not held.get("src")):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in held if name == "style" or name.startswith(("on", "hx-on"))]
        self.found += [f"{tag} {name}" for name, value in attrs if (value or "").strip().startswith("javascript:")]


def inline(text):
    parser = Inline()
    parser.feed(text)
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HERE).as_posix())
def test_no_template_holds_a_style_or_a_script(path):
    assert inline(path.read_text()) == []


def test_the_reader_of_templates_finds_what_it_looks_for():
    text = '<p style="x" onclick="y"><style></style><script>z</script><a href=" javascript:q">'

    assert inline(text) == ["p style", "p onclick", "style", "script", "a href"]


def test_no_page_holds_a_style_or_a_script(browser):
    assert inline(browser.get("/gallery/").content.decode()) == []


def test_a_name_that_looks_like_markup_is_shown_as_it_is():
    source = "{% person_link 7 name %}{% unit_link code name %}{% article_link number %}{{ name }}"
    values = {"name": "<script>x</script>", "code": '"><b>', "number": "<i>"}
    made = engines["django"].engine.from_string(source).render(Context(values))

    assert re.findall(r"<(?!/?a\b)", made) == []


@pytest.mark.parametrize(
    ("asked", "kept"), [("?on=1923-04-15", {"1923-04-15"}), ("", {None}), ("?on=1923-04-25", {None})]
)
def test_links_keep_the_day_that_was_asked_for(browser, asked, kept):
    text = browser.get(f"/gallery/{asked}").content.decode()
    links = re.findall(r'href="(/(?:units|people)/[^"]*)"', text)

    assert {(re.findall(r"[?&]on=([\d-]+)", link) or [None])[0] for link in links} == kept


def test_the_band_says_so_only_when_the_day_is_not_today(browser):
    found = [len(re.findall('class="day-band"', browser.get(f"/gallery/{asked}").content.decode())) for asked in
             ("", "?on=1923-04-25", "?on=1923-04-24")]  # fmt: skip

    assert found == [0, 0, 1]


def test_the_style_sheet_is_light():
    assert len(assets.assets()["polity.css"].plain) < 30_000
    assert len(assets.assets()["polity.css"].packed) < 6_400


@pytest.mark.parametrize(
    "folder", [HERE / "static" / "vendor", Path(__file__).parent / "vendor"], ids=["pages", "tests"]
)
def test_files_from_elsewhere_are_the_ones_that_were_looked_at(folder):
    listed = dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (folder / "VENDOR.md").read_text(), re.M))

    assert listed == {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
