"""Every command that the documentation gives is run, and answers what the documentation shows."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from polity.postgres import Cluster
from tests.cli.prompt import Answer, Prompt, database, demonstrated, founded
from tests.docs.walk import ROOT, Command, File, Walk, runs_on, steps

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WALKED = [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]
SERVES = {"script/demo", "script/demo --size small", "script/test", "script/polity serve", "script/docs",
          "script/pictures", "script/bench", "script/polity trust --quick", "script/polity trust --full",
          "script/polity trust --row T4 --row T8", "script/polity trust --no-faults"}  # fmt: skip

API = ROOT / "docs" / "developers" / "api.md"  # tests/api asks what it shows
ELSEWHERE = "elsewhere"  # a second folder, as pages name it


@pytest.fixture
def opened(cluster: Cluster, tmp_path: Path) -> Callable[[str], AbstractContextManager[Prompt]]:
    """Open what a page is walked on, or with the name of a folder an empty place beside it."""

    @contextmanager
    def open_named(what: str) -> Iterator[Prompt]:
        of = {"the small demonstration": demonstrated, "an organisation of one's own": founded}
        with database(cluster, of[what](cluster) if what in of else "template0") as name:
            yield Prompt(cluster.dsn(name), tmp_path / (what if what == ELSEWHERE else "data"))

    return open_named


@pytest.mark.parametrize("page", WALKED, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_can_be_walked_through(
    page: Path,
    opened: Callable[[str], AbstractContextManager[Prompt]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text, walk = page.read_text(encoding="utf-8"), Walk()
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with opened(runs_on(text)) as prompt, opened(ELSEWHERE) as elsewhere:
        for step in steps(text):
            if isinstance(step, File):
                (here / step.name).write_text(step.text, encoding="utf-8")
                continue
            words = walk.words(step)
            answer = run(words, elsewhere if words[1:3] == ["--data", ELSEWHERE] else prompt)
            assert answer.status == step.status, (step.line, answer)
            if step.answer:
                said = [line.rstrip() for line in (answer.out + answer.err).splitlines()]
                assert walk.differs(step.answer, said) is None, (step.line, said)


def run(words: list[str], prompt: Prompt) -> Answer:
    """Run a command of a page: polity itself, or a program beside it."""
    if words[0] in ("polity", "script/polity"):
        rest = words[1:]
        if rest[:1] == ["--data"]:
            rest = rest[2:]  # a page may name a folder; here each page has its own
        answer = prompt(*rest)
        told = [line for line in answer.err.splitlines() if not re.match(r"\[ *\d+ s\] ", line)]
        return Answer(answer.status, answer.out, "\n".join(told))
    program = {"python": sys.executable}.get(words[0], words[0])
    place = {word: str(ROOT / word) for word in words if word.startswith("polity/")}
    done = subprocess.run(
        [program, *(place.get(word, word) for word in words[1:])],
        capture_output=True, text=True, timeout=60, env=dict(os.environ), check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("page", [page for page in PAGES if page != API], ids=lambda page: str(page.relative_to(ROOT)))
def test_what_is_not_run_here_is_known(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    given = {
        line.strip() for body in re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        for line in body.splitlines()
    }  # fmt: skip

    assert given - SERVES == set()


def test_the_pages_that_give_commands_are_walked() -> None:
    assert [str(page.relative_to(ROOT)) for page in WALKED] != []
    assert sorted({runs_on(page.read_text(encoding="utf-8")) for page in WALKED} - {"nothing"}) == [
        "an empty folder",
        "an organisation of one's own",
        "the small demonstration",
    ]


def test_an_answer_that_differs_is_seen() -> None:
    walk = Walk()

    assert walk.differs(("Total 4 on ...",), ["Total 4 on 2024-01-01."]) is None
    assert walk.differs(("Total 4 on ...",), ["Total 5 on 2024-01-01."]) == (
        "shown: Total 4 on ...\nanswered: Total 5 on 2024-01-01."
    )
    assert walk.differs(("one", "...", "three"), ["one", "two", "three"]) is None
    assert walk.differs(("one", "...", "three"), ["one", "two"]) == "not answered: three"
    assert walk.differs(("one",), ["one", "two"]) == "not shown: two"
    assert walk.differs(("made 3F7K-9QWE-2ZXM",), ["made ABCD-ABCD-ABCD"]) is None
    assert walk.words(Command("polity erase 3F7K-9QWE-2ZXM", (), 0)) == ["polity", "erase", "ABCD-ABCD-ABCD"]
    assert walk.differs(("made 3F7K-9QWE-2ZXM",), ["made EFGH-EFGH-EFGH"]) == (
        "shown: made 3F7K-9QWE-2ZXM\nanswered: made EFGH-EFGH-EFGH"
    )
