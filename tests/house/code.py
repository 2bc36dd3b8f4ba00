"""The project's own code, as the house rules read it: modules, their calls, their strings."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Finding(NamedTuple):
    """A place that breaks a rule."""

    file: str
    line: int
    what: str


@dataclass(frozen=True)
class Module:
    """A Python file: its path from the project's root, its text and its tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    def under(self, *folders: str) -> bool:
        """Whether the module lies in one of the folders, or is one of the files."""
        return any(self.path == folder or self.path.startswith(f"{folder}/") for folder in folders)


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the project that git keeps or would keep; without git, every file outside hidden folders."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if asked.returncode == 0:
        return tuple(sorted(name for name in asked.stdout.split("\0") if name and (ROOT / name).is_file()))
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(str(path) for path in found if not any(part.startswith(".") for part in path.parts)))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python module of the program and its tests."""
    names = (name for name in tracked() if name.endswith(".py") and name.startswith(("polity/", "tests/", "bench/")))
    return tuple(Module(name, (ROOT / name).read_text(encoding="utf-8")) for name in names)


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Every tracked text file with its path, or those with a suffix."""
    for name in tracked():
        if not suffixes or name.endswith(suffixes):
            try:
                yield name, (ROOT / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture or a font


def imported(tree: ast.Module) -> dict[str, str]:
    """The names a module has imported, with what they stand for: `t` for `time.time`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """A name as it would be written in full, `?` for what is no plain name: `datetime.datetime.now`."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    return "?"


@cache
def used(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Every name that is read, in full, with its line."""
    names = imported(tree)
    return tuple(
        (node.lineno, dotted(node, names))
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    )


def calls(tree: ast.Module, *wanted: str) -> Iterator[tuple[int, str]]:
    """Where something is called, or handed on to be called, whose full name matches one of the patterns."""
    pattern = re.compile("|".join(f"(?:{one})" for one in wanted))
    for line, name in used(tree):
        if pattern.fullmatch(name):
            yield line, name


@cache
def strings(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Every string that is not a docstring, with its line; of an f-string, what stands between the braces is a ?."""
    return tuple(_strings(tree))


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            parts = (part.value if isinstance(part, ast.Constant) else "?" for part in node.values)
            yield node.lineno, "".join(str(part) for part in parts)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value
