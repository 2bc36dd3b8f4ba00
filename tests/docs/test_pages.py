"""What is written by script/docs is current; what pages link to is there; no page speaks of another machine."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from polity.acts import ACTS
from tests.docs.walk import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
RECORD = re.compile(r"^# \d{4}: .+\n\n\*\d{4}-\d{2}-\d{2}\*\n\n## Question\n")
PARTS = ["Question", "What we chose", "What it costs", "What would make us change it"]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    place = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert place is not None and place.loader is not None
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def test_what_follows_from_the_program_is_current(generate: ModuleType) -> None:
    """If this fails, run script/docs and look at what changed."""
    stale = [path.relative_to(ROOT) for path, text in generate.pages().items() if path.read_text("utf-8") != text]

    assert stale == []


def test_every_act_has_its_place(generate: ModuleType) -> None:
    assert sorted({name.partition(".")[0] for name in ACTS} - set(generate.FAMILIES)) == []
    assert sorted((ROOT / "docs" / "acts").glob("*.md")) == sorted(
        [ROOT / "docs" / "acts" / "README.md", *(ROOT / "docs" / "acts" / f"{name}.md" for name in generate.FAMILIES)]
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in targets if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("record", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_is_dated_and_has_four_parts(record: Path) -> None:
    text = record.read_text(encoding="utf-8")

    assert RECORD.match(text) is not None
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert text.startswith(f"# {record.stem[:4]}: ") is True


def test_decisions_are_listed_in_their_order() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("0*.md"))

    assert LINK.findall(index) == records


def test_pictures_are_shown_and_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    shown = {name for page in PAGES for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))}

    assert sorted(shown) == [path.name for path in pictures]
    assert [path.name for path in pictures if path.stat().st_size > 300_000] == []
