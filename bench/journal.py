"""The journal of a million entries, checked by the verifier that stands alone."""

import subprocess
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bench.measure import timed, watched
from bench.report import CEILING, POLITY, USUAL, Contender, Row
from bench.stage import ROOT, Stage, environment

BUDGET = 10
ENTRIES = 1_000_000
VERIFIER = ROOT / "polity" / "journal" / "seal.py"


def rows(stage: Stage) -> list[Row]:
    """A synthetic journal: the whole process of the verifier beside the loop that a user would write."""
    entries = 5_000 if stage.quick else ENTRIES
    path = stage.scratch / "journal.jsonl"
    head = write(path, entries)
    row = Row("journal", f"{entries} sealed entries verified, {path.stat().st_size >> 20} MiB", BUDGET)
    command = [sys.executable, "-P", str(VERIFIER), str(path), "--head", head]
    seconds, peak, said = watched(command, cwd=stage.scratch, env=environment())
    row.check(said == "Whole.\n", "the journal is found whole")
    row.check(_found(stage, path, head, entries), "one changed byte in the middle is found, and so is a missing end")
    usual = stage.run("bench.journal:naive", path=str(path), head=head)
    row.check(usual["answer"] == entries, "the plain loop reaches the same head")
    ceiling = stage.run("bench.journal:digest", path=str(path))
    row.contenders = [
        Contender("Polity", POLITY, "python seal.py FILE --head SEAL, the whole process", [seconds], peak),
        Contender(
            "plain loop", USUAL, "json.loads, written again with sorted keys, blake2b", usual["seconds"],
            usual["peak_mib"],
        ),
        Contender("blake2b alone", CEILING, "one digest over the file", ceiling["seconds"], ceiling["peak_mib"]),
    ]  # fmt: skip
    return [row]


def write(path: Path, entries: int) -> str:
    """Write a journal of entries shaped as real ones are. Gives its head."""
    from polity.journal.canonical import canonical
    from polity.journal.seal import FIRST, line, seal

    previous = FIRST
    with path.open("wb") as file:
        for number in range(1, entries + 1):
            drawn = blake2b(number.to_bytes(8), digest_size=32).hexdigest()
            body = canonical(
                {
                    "act": "membership.transfer",
                    "by": "operator:registrar",
                    "as": "secretary@3F7K-9QWE-2ZXM",
                    "law": drawn[::-1],
                    "number": number,
                    "on": f"19{20 + number % 4}-0{1 + number % 9}-1{number % 10}",
                    "particulars": drawn,
                    "receipt": drawn[:16],
                    "recorded": "1923-04-15T00:00:00+00:00",
                    "rows": 1,
                }
            )
            previous = seal(previous, body)
            file.write(line(body, previous))
    return previous


def _found(stage: Stage, path: Path, head: str, entries: int) -> bool:
    """Whether a changed byte and a cut-off end are found, on a copy of a few thousand entries."""
    lines = path.read_bytes().splitlines(keepends=True)[: min(entries, 2_000)] if entries <= 5_000 else _first(path)
    middle = len(lines) // 2
    changed = lines[middle].replace(b'"rows":1', b'"rows":2')
    copies = {
        "changed": ([*lines[:middle], changed, *lines[middle + 1 :]], []),
        "cut": (lines[:-1], ["--head", lines[-1][-67:-3].decode()]),
    }
    said = []
    for name, (text, asked) in copies.items():
        copy = stage.scratch / f"{name}.jsonl"
        copy.write_bytes(b"".join(text))
        command = [sys.executable, "-P", str(VERIFIER), str(copy), *asked]
        said.append(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return said == [
        f"Entry {middle + 1} does not fit the one before it.\nNot whole.\n",
        "The last seal is not the one that was announced.\nNot whole.\n",
    ]


def _first(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return [file.readline() for _ in range(2_000)]


def naive(path: str, head: str) -> dict[str, Any]:
    """The verifier that one would write first: read each entry, write it again, compare the digest."""
    import json

    def verify() -> int:
        previous, number = "0" * 64, 0
        with Path(path).open(encoding="utf-8") as file:
            for text in file:
                entry = json.loads(text)
                number += 1
                body = json.dumps(entry["body"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                digest = blake2b((previous + body).encode(), digest_size=32, person=b"polity journal 1")
                previous = digest.hexdigest()
                if previous != entry["seal"] or entry["body"]["number"] != number:
                    return -number
        return number if previous == head else 0

    answer, seconds = timed(verify)
    return {"answer": answer, "seconds": seconds}


def digest(path: str) -> dict[str, Any]:
    """No chain: what reading and hashing cost by themselves."""

    def work() -> str:
        found = blake2b()
        with Path(path).open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
        return found.hexdigest()

    answer, seconds = timed(work)
    return {"answer": answer, "seconds": seconds}
