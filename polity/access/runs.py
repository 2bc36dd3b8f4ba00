"""Forecasts as work of some seconds: begun once for all who ask the same, followed, and ready for the next."""

import logging
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from threading import Event, Lock, Thread
from typing import Any

from polity.readings import backtested, reach
from polity.readings import forecast as forecasts
from polity.readings.census import Unanswerable
from polity.readings.forecast import Target
from polity.readings.house import House, Scope
from polity.readings.moving import Moving
from polity.statutes import Faulty

MOST = 24  # results held ready
WAITING = 6  # that may wait for their turn; more are told to come later
log = logging.getLogger(__name__)

type Tell = Callable[[str, int, int], None]


@dataclass
class Job:
    """One run: what is being done, how far it is, and what came of it. `whose` is the part of the tree it counts."""

    key: str
    whose: tuple[bool, int | None]
    says: str = ""
    done: int = 0
    of: int = 0
    found: Any = None
    problem: Unanswerable | Faulty | None = None
    broken: bool = False
    over: Event = field(default_factory=Event, repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def ended(self) -> bool:
        """Whether it came to an end, good or bad."""
        return self.over.is_set()

    def tell(self, says: str, done: int, of: int) -> None:
        """Take note of how far the work is."""
        with self.lock:
            self.says, self.done, self.of = says, done, of


_jobs: dict[str, Job] = {}
_known = Lock()
_turn = Lock()  # one run at a time: two would only be slower


def named(*what: Hashable) -> str:
    """The name of a run: the same for all who ask the same of the same state of the register."""
    return blake2b(repr(what).encode(), digest_size=12).hexdigest()


def of(key: str, whose: Scope) -> Job | None:
    """A run by its name, waiting, at work or ended; for readers of the part of the tree that it counts."""
    with _known:
        job = _jobs.get(key)
    return job if job is not None and job.whose == (whose.whole, whose.unit) else None


def begun(key: str, make: Callable[[Tell], Any], whose: Scope) -> Job | None:
    """Begin a run, unless it was begun before. None where too many wait already."""
    with _known:
        if key in _jobs and not _jobs[key].broken:
            return _jobs[key]
        if sum(not job.ended for job in _jobs.values()) >= WAITING:
            return None
        ended = [name for name, job in _jobs.items() if job.ended]
        for name in ended[: max(len(_jobs) + 1 - MOST, 0)]:
            del _jobs[name]
        job = _jobs[key] = Job(key, (whose.whole, whose.unit))
    Thread(target=_run, args=(job, make), name="forecast", daemon=True).start()
    return job


def _run(job: Job, make: Callable[[Tell], Any]) -> None:
    with _turn:
        try:
            job.found = make(job.tell)
        except (Unanswerable, Faulty) as problem:
            job.problem = problem
        except Exception:
            log.exception("A forecast broke off.")
            job.broken = True
        job.over.set()


# --- what is run ------------------------------------------------------------------------------------------------------


def forecast(
    house: House, draft: str | None, *, since: date, years: int, target: Target | None, scope: Scope
) -> Job | None:
    """A forecast under the present rules and, where one is given, with a draft; `found` is as JSON shows it."""

    def make(tell: Tell) -> dict[str, Any]:
        made = forecasts.forecast(house, draft, since=since, scope=scope, years=years, target=target, progress=tell)
        return made.plain()

    return begun(_state(house, scope, "forecast", draft, since, years, target), make, scope)


def backtest(house: House, *, on: date, by: str, value: str, scope: Scope) -> Job | None:
    """Forecasts from days gone by, held against what came; `found` is as JSON shows it."""

    def make(tell: Tell) -> dict[str, Any]:
        return backtested.backtest(house, on=on, by=by, value=value, scope=scope, progress=tell).plain()

    return begun(tested(house, on=on, by=by, value=value, scope=scope), make, scope)


def tested(house: House, *, on: date, by: str, value: str, scope: Scope) -> str:
    """The name of the run that `backtest` begins."""
    return _state(house, scope, "backtest", on, by, value)


def search(
    house: House,
    draft: str | None,
    *,
    target: Target,
    moving: Sequence[Moving],
    since: date,
    months: int,
    scope: Scope,
) -> Job | None:
    """The reforms that reach a target; `found` is a Reach."""

    def make(tell: Tell) -> reach.Reach:
        return reach.reach(
            house, draft, target=target, moving=moving, since=since, months=months, scope=scope, progress=tell
        )

    return begun(_state(house, scope, "reach", draft, target, tuple(moving), since, months), make, scope)


def _state(house: House, scope: Scope, *what: Hashable) -> str:
    """The name of a run over the register as it is now, in a part of the tree."""
    house.columns.refresh()
    return named(*what, scope.whole, scope.unit, house.columns.epoch, id(house))
