"""The chain of seals: whatever is altered in an exported journal is found by the verifier, which stands alone."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from polity.journal import seal as module
from polity.journal.canonical import canonical
from polity.journal.seal import FIRST, Break, line, seal, verify


def journal(entries: int = 4) -> tuple[list[bytes], str]:
    """A small journal, and its head."""
    lines, previous = [], FIRST
    for number in range(1, entries + 1):
        body = canonical({"act": "person.record", "number": number, "by": "operator"})
        previous = seal(previous, body)
        lines.append(line(body, previous))
    return lines, previous


def resealed(lines: list[bytes], at: int) -> list[bytes]:
    """A forgery with every seal from the altered entry on made anew."""
    previous = FIRST
    made = []
    for number, text in enumerate(lines):
        body = text[len(b'{"body":') : -len(b',"seal":"') - 64 - len(b'"}\n')]
        body = body.replace(b"operator", b"imposter") if number == at else body
        previous = seal(previous, body)
        made.append(line(body, previous))
    return made


def test_a_whole_journal_is_found_whole() -> None:
    lines, head = journal()
    assert list(verify(lines, head=head)) == []


def test_an_empty_journal_has_the_first_seal() -> None:
    assert list(verify([], head=FIRST)) == []


def test_any_one_byte_altered_is_found(tmp_path: Path) -> None:
    lines, head = journal(3)
    whole, unseen = b"".join(lines), []
    file = tmp_path / "journal.jsonl"
    for at in range(len(whole)):
        for byte in b' \n\r\t\0"0aF\xff':
            altered = whole[:at] + bytes([byte]) + whole[at + 1 :]
            if altered != whole:
                file.write_bytes(altered)
                with file.open("rb") as opened:
                    if not list(verify(opened, head=head)):
                        unseen.append((at, byte))
    assert unseen == []


def test_any_one_byte_more_or_less_is_found(tmp_path: Path) -> None:
    lines, head = journal(3)
    whole, unseen = b"".join(lines), []
    file = tmp_path / "journal.jsonl"
    for at in range(len(whole) + 1):
        fewer = [whole[:at] + whole[at + 1 :]] if at < len(whole) else []
        for altered in (*(whole[:at] + byte + whole[at:] for byte in (b" ", b"\n", b"\r", b"0")), *fewer):
            file.write_bytes(altered)
            with file.open("rb") as opened:
                if not list(verify(opened, head=head)):
                    unseen.append((at, altered))
    assert unseen == []


@pytest.mark.parametrize(
    ("forge", "found"),
    [
        pytest.param(lambda x: x[:1] + x[2:], [2, 3], id="an entry left out"),
        pytest.param(lambda x: [x[0], x[2], x[1], x[3]], [2, 3, 4], id="two entries swapped"),
        pytest.param(lambda x: [x[0], x[1], x[1], x[2], x[3]], [3, 4, 5], id="an entry twice"),
        pytest.param(lambda x: x[:3], [None], id="the end cut off"),
        pytest.param(lambda x: [], [None], id="everything cut off"),
        pytest.param(lambda x: x[1:], [1, 2, 3], id="the beginning cut off"),
        pytest.param(lambda x: resealed(x, 1), [None], id="an entry altered and all seals made anew"),
        pytest.param(lambda x: [*x, b"\n"], [5, None], id="an empty line after the end"),
        pytest.param(lambda x: [*x[:3], x[3][:-1]], [4, None], id="the last line end cut off"),
    ],
)
def test_a_forgery_is_found(forge: Callable[[list[bytes]], list[bytes]], found: list[int | None]) -> None:
    lines, head = journal()
    assert [broken.number for broken in verify(forge(lines), head=head)] == found


def test_a_cut_end_is_seen_only_by_whoever_knows_the_head() -> None:
    lines, head = journal()
    assert list(verify(lines[:3])) == []
    assert list(verify(lines[:3], head=head)) == [Break(None, "The last seal is not the one that was announced.")]


def test_an_entry_under_another_number_is_found_although_its_seal_fits() -> None:
    body = canonical({"act": "person.record", "number": 7})
    assert list(verify([line(body, seal(FIRST, body))])) == [Break(1, "Entry 1 bears another number.")]


def test_the_verifier_needs_nothing_but_its_one_file(tmp_path: Path) -> None:
    alone = Path(shutil.copy(str(module.__file__), tmp_path / "seal.py"))
    lines, head = journal()
    (tmp_path / "whole.jsonl").write_bytes(b"".join(lines))
    (tmp_path / "cut.jsonl").write_bytes(b"".join(lines[:-1]))
    answers = []
    for arguments in (["whole.jsonl", "--head", head], ["whole.jsonl"], ["cut.jsonl", "--head", head], []):
        run = subprocess.run(
            [sys.executable, "-I", "-S", str(alone), *arguments], cwd=tmp_path, capture_output=True, text=True
        )
        answers.append((run.returncode, run.stdout.splitlines()[-1], run.stderr))
    assert answers == [
        (0, "Whole.", ""),
        (0, "Whole.", ""),
        (1, "Not whole.", ""),
        (2, "Say which file: python seal.py JOURNAL.jsonl [--head SEAL]", ""),
    ]
