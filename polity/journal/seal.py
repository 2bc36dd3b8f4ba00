"""The chain of seals, and the check that it is whole.

Plain Python and nothing else, so that a journal can be checked without the rest of this program:

    python seal.py JOURNAL.jsonl --head SEAL

An exported journal is one line an entry, `{"body":{...},"seal":"..."}`, in exactly the bytes that were sealed.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

FIRST = "0" * 64
_OPEN = b'{"body":'
_MIDDLE = b',"seal":"'
_CLOSE = b'"}\n'


class Break(NamedTuple):
    """A place where a journal does not hold: the number of the entry (None for the end) and what is wrong."""

    number: int | None
    says: str


def seal(previous: str, body: bytes) -> str:
    """Bind an entry to every entry before it.

    previous  the seal of the entry before, 64 hex digits; FIRST for the first entry
    body      the entry's canonical bytes; it holds keyed commitments to particulars, never the particulars
    """
    return blake2b(previous.encode() + body, digest_size=32, person=b"polity journal 1").hexdigest()


def line(body: bytes, sealed: str) -> bytes:
    """Write one entry as a line of an exported journal."""
    return _OPEN + body + _MIDDLE + sealed.encode() + _CLOSE


def _taken_apart(text: bytes) -> tuple[bytes, str] | None:
    cut = len(text) - len(_CLOSE) - 64
    if cut < 0 or text[: len(_OPEN)] != _OPEN or text[-len(_CLOSE) :] != _CLOSE:
        return None
    if text[cut - len(_MIDDLE) : cut] != _MIDDLE:
        return None
    return text[len(_OPEN) : cut - len(_MIDDLE)], text[cut : cut + 64].decode("latin-1")


def _number(body: bytes) -> int | None:
    # Inside a text of the body a quotation mark is escaped, so this can only be the name of the number.
    before, name, after = body.partition(b',"number":')
    digits = after[: after.find(b",")]
    if name and digits.isdigit() and b'"number":' not in before and b'"number":' not in after:
        return int(digits)
    try:
        return int(json.loads(body)["number"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def verify(lines: Iterable[bytes], *, head: str | None = None) -> Iterator[Break]:
    """Find every entry that does not fit the one before it.

    lines  the lines of an exported journal, as bytes with their line ends
    head   the seal that was announced for the last entry; without it a cut-off end cannot be seen
    """
    previous = FIRST
    for number, text in enumerate(lines, start=1):
        parts = _taken_apart(text)
        if parts is None:
            yield Break(number, f"Line {number} is not written as an entry is.")
            previous = ""
            continue
        body, written = parts
        if written != seal(previous, body):
            yield Break(number, f"Entry {number} does not fit the one before it.")
        elif _number(body) != number:
            yield Break(number, f"Entry {number} bears another number.")
        previous = written
    if head is not None and previous != head:
        yield Break(None, "The last seal is not the one that was announced.")


def main(arguments: list[str]) -> int:
    """Check a file: 0 if the journal is whole, 1 if it is not, 2 if it was not asked rightly."""
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--head"):
        print("Say which file: python seal.py JOURNAL.jsonl [--head SEAL]")
        return 2
    with Path(arguments[0]).open("rb") as file:
        breaks = list(verify(file, head=arguments[2] if len(arguments) == 3 else None))
    for broken in breaks:
        print(broken.says)
    print("Not whole." if breaks else "Whole.")
    return 1 if breaks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
