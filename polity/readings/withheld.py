"""A preview for everybody: no group under ten is shown, nor anything that would let one be worked out."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from polity.readings.census import Census, Count, Question
from polity.readings.release import SMALLEST, suppressed
from polity.readings.treated import Flow, Part, RuleChange, Weighed

_ANY_DAY = date.min  # a table is the same on any


def withheld(rule: RuleChange) -> RuleChange:
    """Take small groups out of what a draft does to a rule: out of the flows, their parts, sums and clauses.

    A flow under ten is not shown; where that leaves one alone of those that make up a figure that is shown, its
    smallest neighbour is not shown either. Parts of a flow that is not shown are left out whole. The difference of
    two figures of a clause is a group too.
    """
    shown = _shown({(flow.key,): flow.people or 0 for flow in rule.flows})
    flows = tuple(_emptied(flow) if shown[flow.key,] is None else flow for flow in rule.flows)
    open_keys = {flow.key for flow in flows if flow.people is not None}
    parts: list[Part] = []
    for dimension in dict.fromkeys(part.dimension for part in rule.parts):
        own = [part for part in rule.parts if part.dimension == dimension and part.key in open_keys]
        cells = _shown({(part.key, part.value): part.people or 0 for part in own})
        parts += [part._replace(people=cells[part.key, part.value]) for part in own]
    total = rule.total if (rule.total or 0) >= SMALLEST else None
    whole = all(flow.people is not None for flow in flows)
    return rule._replace(
        flows=flows,
        parts=tuple(parts),
        total=total,
        otherwise=_sum(flows, lambda flow: flow.way not in ("same", "grounds")),
        grounds=_sum(flows, lambda flow: flow.way == "grounds"),
        clauses=tuple(_weighed(one, rule.total or 0) for one in rule.clauses),
        sums=rule.sums if whole else None,
    )


def _shown(cells: dict[tuple[str | None, ...], int]) -> dict[tuple[str | None, ...], int | None]:
    found = Census(
        Question(on=_ANY_DAY), tuple(Count(values, people) for values, people in cells.items()), sum(cells.values())
    )
    return {tuple(row["values"]): row["count"] for row in suppressed(found)["rows"]}


def few_left_out(groups: Sequence[int]) -> list[int | None]:
    """The groups of a whole without those under ten, and without the one that would tell a single small one."""
    shown = _shown({(str(at),): people for at, people in enumerate(groups) if people})
    return [shown.get((str(at),), 0) for at in range(len(groups))]


def _emptied(flow: Flow) -> Flow:
    return flow._replace(people=None, sums=None)


def _sum(flows: Iterable[Flow], wanted: Callable[[Flow], bool]) -> int | None:
    """The people of some flows; None where one of them is not shown."""
    chosen = [flow.people for flow in flows if wanted(flow)]
    return None if None in chosen else sum(people or 0 for people in chosen)


def _weighed(one: Weighed, total: int) -> Weighed:
    def pair(figures: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
        before, after = figures[0] or 0, figures[1] or 0
        told = (before, after, total - before, total - after, abs(after - before))
        return (None, None) if any(0 < figure < SMALLEST for figure in told) else (before, after)

    return one._replace(failed=pair(one.failed), unknown=pair(one.unknown))
