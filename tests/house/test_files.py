"""Rules about files that are not Python: templates, requirements, licences, addresses."""

import re
from collections.abc import Iterator

import pytest

from tests.house.code import ROOT, Finding, texts

# Pieces are joined here, so that this file does not break its own rule.
ADDRESSES = re.compile(
    r"(?<![\w.$}~])/(?:root|work|home/\w+|Users/\w+)/"
    r"|\b(?:files\.python"
    r"hosted|py"
    r"pi|test\.py"
    r"pi|registry\.npm"
    r"js|registry\.yarn"
    r"pkg)\.(?:org|com)\b"
)
VENDORED = (".min.js", ".min.css")

TEMPLATE_FAULTS = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off"),
    "an address elsewhere": re.compile(
        r"<(?:script|link|img)[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
    "words that blame": re.compile(r">[^<{]*\b(?:invalid|denied|illegal)\b", re.IGNORECASE),
}


def template_faults(name: str, text: str) -> Iterator[Finding]:
    text = re.sub(r"\{#.*?#\}", "", text)
    for what, pattern in TEMPLATE_FAULTS.items():
        for found in pattern.finditer(text):
            yield Finding(name, text.count("\n", 0, found.start()) + 1, what)


def addresses(name: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        for found in ADDRESSES.finditer(line):
            yield Finding(name, number, found[0])


def requirements(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pinned(text: str) -> dict[str, tuple[str, int]]:
    """What a requirements file pins: the version and the number of hashes of each package."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text):
        if head := re.match(r"([\w.-]+)==([\w.]+)", entry):
            found[head[1].lower()] = (head[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}", entry)))
    return found


def test_templates_hold_no_scripts_styles_or_unescaped_text() -> None:
    assert [finding for name, text in texts(".html") for finding in template_faults(name, text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>\n<script>go()</script>", [(2, "an inline script")]),
        ('<script src="/static/a.js"></script>', []),
        ('<a onclick="go()">', [(1, "an inline handler")]),
        ('<p style="color: red">', [(1, "an inline style")]),
        ("<style>p {}</style>", [(1, "an inline style")]),
        ("{{ name|safe }}", [(1, "unescaped text")]),
        ("{% autoescape off %}", [(1, "unescaped text")]),
        ('<script src="https://example.org/a.js"></script>', [(1, "an address elsewhere")]),
        ("<p>This is invalid.</p>", [(1, "words that blame")]),
        ('<p aria-invalid="true">{{ name }}</p>', []),
    ],
)
def test_a_fault_planted_in_a_template_is_found(text: str, found: list[tuple[int, str]]) -> None:
    assert [(finding.line, finding.what) for finding in template_faults("x.html", text)] == found


def test_no_file_names_a_machine_or_a_package_index() -> None:
    files = [(name, text) for name, text in texts() if not name.endswith(VENDORED)]
    assert [finding for name, text in files for finding in addresses(name, text)] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see /ro" + "ot/notes", ["/ro" + "ot/"]),
        ("cd /ho" + "me/anna/polity", ["/ho" + "me/anna/"]),
        ("https://py" + "pi.org/simple", ["py" + "pi.org"]),
        ("units/wo" + "rk/places", []),
        ("$HOME/.local/bin", []),
    ],
)
def test_a_planted_address_is_found(line: str, found: list[str]) -> None:
    assert [finding.what for finding in addresses("x", line)] == found


@pytest.mark.parametrize("name", ["run", "test", "bench"])
def test_requirements_are_pinned_by_hash_and_hold_no_address(name: str) -> None:
    text = requirements(f"{name}.txt")
    assert [package for package, (_, hashes) in pinned(text).items() if not hashes] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []
    asked = re.findall(r"^(\w[\w.-]*)", requirements(f"{name}.in"), re.M)
    assert sorted({package.lower() for package in asked} - set(pinned(text))) == []


def test_the_tests_pin_what_a_run_pins() -> None:
    run, test = (pinned(requirements(f"{name}.txt")) for name in ("run", "test"))
    assert {name: pin for name, pin in test.items() if name in run} == run


def test_every_dependency_stands_in_the_notices() -> None:
    wanted: set[str] = set()
    for name in ("run", "test", "bench"):
        wanted |= set(pinned(requirements(f"{name}.txt")))
    notices = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([\w.-]+) \| [^|]*\w", notices, re.M)) - {"package"}
    assert listed == wanted


def test_what_polity_imports_is_not_strongly_copyleft() -> None:
    to_run = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").split("## To test")[0]
    assert re.findall(r"\bA?GPL-\d", to_run.replace("LGPL", "lesser")) == []
