"""Measure: seconds, memory, load. Standard library only, so that it also runs where Polity is not installed."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

EVERY = 0.1  # seconds between two looks at the memory of a tree of processes, at least
SPARED = 30  # times as long as a look took is waited before the next, so that looking does not slow what is looked at


LEAST, LONG = 3, 15.0  # runs that are made in any case; seconds after which no further one is begun


def timed[T](work: Callable[[], T], *, times: int = 1) -> tuple[T, list[float]]:
    """Do a piece of work some times. Gives its last answer and how many seconds each time took.

    What takes long is done less often, but three times if so many were asked.
    """
    seconds: list[float] = []
    while len(seconds) < times and (len(seconds) < LEAST or sum(seconds) < LONG):
        began = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - began)
    return answer, seconds


def each_timed[Q, A](work: Callable[[Q], A], questions: Iterable[Q]) -> tuple[list[A], list[float]]:
    """Put each question once. Gives the answers and how many seconds each took."""
    answers, seconds = [], []
    for question in questions:
        began = time.perf_counter()
        answers.append(work(question))
        seconds.append(time.perf_counter() - began)
    return answers, seconds


def at_share(seconds: list[float], share: float) -> float:
    """The time within which a share (0 to 1) of the runs ended."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


def middle(seconds: list[float]) -> float:
    """The median."""
    return median(seconds)


def peak_mib() -> float:
    """The most memory that this process has held, in MiB.

    Of this program alone: the figure of getrusage also remembers whoever started it.
    """
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load() -> float:
    """How many processes want to run, on average over the last minute."""
    return round(os.getloadavg()[0], 2)


class Taken:
    """How much of the processor time that programs wanted others on the same host took, since this was made.

    Latencies measured while much is taken say more about the host than about the program.
    """

    def __init__(self) -> None:
        self._before = _times()

    def per_cent(self) -> float:
        """Of a hundred seconds wanted, those that were taken. 0 where the system does not tell."""
        wanted, taken = (now - before for now, before in zip(_times(), self._before, strict=True))
        return round(100 * taken / wanted, 1) if wanted else 0.0


def _times() -> tuple[int, int]:
    """Processor time wanted since the system started, and the part of it that others took, in ticks."""
    try:
        user, nice, system, _idle, _waiting, irq, soft, taken, *_guests = map(
            int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        )
    except (OSError, ValueError):
        return 0, 0
    return user + nice + system + irq + soft + taken, taken


class Watch:
    """The peak of the memory that several processes hold together, shared pages counted once.

    Looks several times a second at processes that descend from `roots` or name a folder in their command line, as the
    embedded PostgreSQL does. Where the proportional share may not be read, a process counts with all it holds.
    """

    def __init__(self, roots: Iterable[int] = (), folder: Path | None = None) -> None:
        self._roots = set(roots)
        self._folder = str(folder).encode() if folder else None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.peak_mib = 0.0

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def add(self, pid: int) -> None:
        """Watch one more process and what descends from it."""
        self._roots.add(pid)

    def _look(self) -> None:
        spent = 0.0
        while not self._over.wait(max(EVERY, SPARED * spent)):
            began = time.thread_time()
            self.peak_mib = max(self.peak_mib, sum(_share(pid) for pid in self._watched()) / 1024)
            spent = time.thread_time() - began

    def _watched(self) -> set[int]:
        parents = _parents()
        found = {pid for pid in parents if pid in self._roots or self._named(pid)}
        while more := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
            found |= more
        return found

    def _named(self, pid: int) -> bool:
        try:
            return self._folder is not None and self._folder in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir() if Path("/proc").exists() else ():
        if entry.name.isdecimal():
            try:
                found[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
    return found


def _share(pid: int) -> int:
    for name, word in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            for line in Path(f"/proc/{pid}/{name}").read_text().splitlines():
                if line.startswith(word):
                    return int(line.split()[1])
        except OSError:
            continue
    return 0


def watched(command: list[str], *, folder: Path | None = None, **options: Any) -> tuple[float, float, str]:
    """Run a command to its end. Gives seconds, peak MiB of all its processes together, and what it said.

    Raises RuntimeError, with its last words, if it ends with another status than 0.
    """
    with Watch(folder=folder) as watch:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
        watch.add(process.pid)
        said, _ = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:6])} ended with status {process.returncode}. It said:\n{said[-2000:]}")
    return seconds, watch.peak_mib, said
