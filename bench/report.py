"""What a benchmark says: rows of contenders, what was checked, what was left out. The keys are a contract."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.measure import load, middle

POLITY, USUAL, FLOOR, CEILING = "polity", "usual", "floor", "ceiling"


class Wrong(Exception):
    """A contender's answer is not right, so its time means nothing."""


@dataclass
class Contender:
    """One way to do the work, and what it took.

    who       its name
    role      polity; usual, what a user would otherwise take; floor, the plain way; ceiling, all but nothing else done
    how       what exactly was timed
    seconds   each run
    peak_mib  the most memory it held, in MiB; None where it was not measured
    scaled    the whole work divided by what was done; above 1 the time is extrapolated and shown so
    more      further figures by name, seconds or counts
    """

    who: str
    role: str
    how: str
    seconds: list[float]
    peak_mib: float | None = None
    scaled: float = 1.0
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return middle(self.seconds) * self.scaled

    def plain(self, measure: float | None) -> dict[str, Any]:
        return {
            "who": self.who,
            "role": self.role,
            "how": self.how,
            "median_s": round(self.median, 7),
            "best_s": round(min(self.seconds) * self.scaled, 7),
            "runs": len(self.seconds),
            "ratio": round(self.median / measure, 3) if measure else None,
            "peak_mib": None if self.peak_mib is None else round(self.peak_mib, 1),
            "extrapolated": self.scaled > 1,
            "more": self.more,
        }


@dataclass
class Row:
    """One comparison. Ratios are times of Polity's time: 4 means that it takes four times as long."""

    name: str
    what: str
    budget_s: float | None = None
    budget_mib: float | None = None
    contenders: list[Contender] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    load: float = field(default_factory=load)
    judged: bool = True  # False for a quick run, or on the small demonstration: budgets are of the full size

    @property
    def ours(self) -> Contender | None:
        return next((one for one in self.contenders if one.role == POLITY), None)

    @property
    def within(self) -> bool | None:
        """Whether Polity kept its budget; None where there is none, or where the run is too small to say."""
        if not self.judged or self.ours is None or (self.budget_s is None and self.budget_mib is None):
            return None
        in_time = self.budget_s is None or self.ours.median <= self.budget_s
        peak = self.ours.peak_mib
        return in_time and (self.budget_mib is None or peak is None or peak <= self.budget_mib)

    def check(self, holds: bool, what: str) -> None:
        """Keep that something was found right. Raises Wrong if it was not."""
        if not holds:
            raise Wrong(f"{self.name}: not so: {what}.")
        self.checked.append(what)

    def plain(self) -> dict[str, Any]:
        measure = self.ours.median if self.ours else None
        return {
            "name": self.name,
            "what": self.what,
            "budget_s": self.budget_s,
            "budget_mib": self.budget_mib,
            "within_budget": self.within,
            "contenders": [one.plain(measure) for one in self.contenders],
            "checked": self.checked,
            "left_out": [{"who": who, "why": why} for who, why in self.left_out],
            "load": self.load,
        }

    def lines(self) -> Iterator[str]:
        """The row as people read it."""
        limits = [f"{_time(self.budget_s)}"] if self.budget_s is not None else []
        limits += [f"{self.budget_mib:.0f} MiB"] if self.budget_mib is not None else []
        verdict = {True: ": kept", False: ": NOT kept", None: " at full size: not judged here"}[self.within]
        yield f"{self.name}: {self.what}"
        yield f"  budget {', '.join(limits)}{verdict}; load {self.load}" if limits else f"  load {self.load}"
        measure = self.ours.median if self.ours else None
        for one in self.contenders:
            ratio = f"{one.median / measure:9.2f}x" if measure else " " * 10
            memory = f"{one.peak_mib:8.0f} MiB" if one.peak_mib is not None else " " * 12
            mark = " (extrapolated)" if one.scaled > 1 else ""
            yield f"  {one.who:<24}{_time(one.median):>12}{ratio}{memory}  {one.role}: {one.how}{mark}"
            for name, value in one.more.items():
                yield f"  {'':<24}  {name}: {_time(value) if name.endswith('_s') else value}"
        yield from (f"  left out: {who}: {why}" for who, why in self.left_out)
        yield from (f"  right: {what}" for what in self.checked)


def _time(seconds: float) -> str:
    if seconds < 0.001:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
