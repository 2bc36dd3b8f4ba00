"""Read a page of the documentation and walk through it: files it shows, commands it gives, what they answer.

A fence ```console holds commands, `$ polity ...`, and below each what it answers. `...` stands for anything, in a line
or as a line of its own; a command below which nothing is written may answer anything. `[status 1]` ends an answer of
another status than 0. A fence ```yaml NAME is a file of that name. Ids, seals and receipts are other ones at each
walk: the page's are taken for those of this walk, here and in later commands.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\S*)(?: +(\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
RUNS = re.compile(r"<!-- runs on: (.*) -->")
CHANGING = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b|\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b")
STATUS = re.compile(r"^\[status (\d)\]$")


@dataclass(frozen=True)
class File:
    """A file that the page shows."""

    name: str
    text: str


@dataclass(frozen=True)
class Command:
    """A command that the page gives, the lines it shows as the answer, and the status."""

    line: str
    answer: tuple[str, ...]
    status: int


def runs_on(text: str) -> str:
    """What the page is walked on, as it says itself."""
    found = RUNS.search(text)
    return found[1] if found else "nothing"


def steps(text: str) -> Iterator[File | Command]:
    """The files and commands of a page, in order."""
    for language, name, body in FENCE.findall(text):
        if language == "console":
            yield from _commands(body)
        elif name:
            yield File(name, body)


def _commands(body: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.replace("\\\n", " ").rstrip("\n").split("\n")
        status = STATUS.match(lines[-1])
        shown = [line.rstrip() for line in (lines[1:-1] if status else lines[1:])]
        yield Command(lines[0], tuple(shown), int(status[1]) if status else 0)


@dataclass
class Walk:
    """One walk: what the page's ids, seals and receipts are this time."""

    known: dict[str, str] = field(default_factory=dict)

    def words(self, command: Command) -> list[str]:
        """The command's words, with this walk's ids."""
        return shlex.split(CHANGING.sub(lambda found: self.known.get(found[0], found[0]), command.line))

    def differs(self, shown: tuple[str, ...], answered: list[str]) -> str | None:
        """Where an answer is not what the page shows; None if it is."""
        at = 0
        for number, line in enumerate(shown):
            if line == "...":
                rest = shown[number + 1 :]
                if not rest:
                    return None
                while at < len(answered) and not self._fits(rest[0], answered[at]):
                    at += 1
                continue
            if at >= len(answered):
                return f"not answered: {line}"
            if not self._fits(line, answered[at]):
                return f"shown: {line}\nanswered: {answered[at]}"
            at += 1
        return None if at == len(answered) else f"not shown: {answered[at]}"

    def _fits(self, shown: str, answered: str) -> bool:
        names: list[str] = []
        pattern, last = "", 0
        for found in CHANGING.finditer(shown):
            pattern += self._written(shown[last : found.start()])
            last = found.end()
            if found[0] in self.known:
                pattern += re.escape(self.known[found[0]])
            else:
                names.append(found[0])
                pattern += f"({CHANGING.pattern})"
        fitting = re.fullmatch(pattern + self._written(shown[last:]), answered)
        if fitting:
            self.known |= dict(zip(names, fitting.groups(), strict=True))
        return fitting is not None

    @staticmethod
    def _written(text: str) -> str:
        return ".*".join(re.escape(part) for part in text.split("..."))
