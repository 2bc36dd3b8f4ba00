"""The sheet of assumptions: what a forecast takes to be so, and what it would say were each a quarter wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from polity.foresight.counting import expected, stacked
from polity.foresight.fans import share, whole
from polity.foresight.projection import Lumps, Rates
from polity.readings.ground import Asked, Ground
from polity.readings.rates import Shares

SOON = 24  # months after which effects are told, beside the end


class Assumption(NamedTuple):
    """Something taken to be so. Effects are ten-thousandths of the members that the headline's value has more or less.

    less, more   with a quarter less, a quarter more of it: after two years and at the end, by the last law
    between      the same for the difference between the laws; empty without a draft
    """

    says: str
    less: tuple[int, int] | None = None
    more: tuple[int, int] | None = None
    between: tuple[tuple[int, int], tuple[int, int]] | None = None

    def plain(self) -> dict[str, Any]:
        effect = {"less": self.less, "more": self.more}
        said: dict[str, Any] = {name: list(value) if value else None for name, value in effect.items()}
        said["difference"] = {
            name: list(value) for name, value in zip(("less", "more"), self.between or (), strict=False)
        }
        return {"says": self.says, "a_quarter": said}


Change = Callable[[Rates, tuple[int, int]], Rates]  # rates, and by how many of how many they are multiplied

RATES: tuple[tuple[str, Change], ...] = (
    (
        "Candidates who may become members do so as often as in the window.",
        lambda rates, by: replace(rates, promoting=(rates.promoting * by[0] / by[1]).clip(0, 1)),
    ),
    (
        "As many are admitted as candidates a month as of late.",
        lambda rates, by: replace(rates, applying=rates.applying * by[0] / by[1]),
    ),
    (
        "Members leave, are excluded and die as often as in the window.",
        lambda rates, by: replace(rates, parting=(rates.parting * by[0] / by[1]).clip(0, 1)),
    ),
    (
        "Candidates drop out as often as in the window.",
        lambda rates, by: replace(rates, leaving=(rates.leaving * by[0] / by[1]).clip(0, 1)),
    ),
    (
        "As many come back as members, without being candidates, as of late.",
        lambda rates, by: replace(rates, returning=rates.returning * by[0] / by[1]),
    ),
)
QUARTERS = ((3, 4), (5, 4))


def assumptions(here: Ground, asked: Sequence[Asked], lumps: Sequence[Lumps], at: int) -> tuple[Assumption, ...]:
    """Each assumption, and its effect on the share of a group among the members. `at` is the group's place."""
    plain = expected(here.found, months=here.months)
    ways = [plain, *(change(plain, by) for _, change in RATES for by in QUARTERS)]
    ways += [_weighed(plain, at, by) for by in QUARTERS]
    found = _told(here, lumps, at, stacked(ways))
    base, pairs = found[0], list(zip(found[1::2], found[2::2], strict=True))
    sheet = [_effect(says, base, *pair) for (says, _), pair in zip(RATES, pairs, strict=False)]
    group = here.collapsed.values[at]
    sheet.append(_effect(f"Of those who are admitted, as many are {group} as in the window.", base, *pairs[-1]))
    if here.collapsed.read.rates:
        names = ", ".join(key.name for key in here.collapsed.read.rates)
        fewer = _told(here, [here.lumps(one, told=_fewer(here.told)) for one in asked], at, plain)[0]
        less, between = _less(base[-1], fewer[-1]), _less(_between(base), _between(fewer))
        says = f"Candidates have what is drawn ({names}) as often as those of the window, and keep it."
        sheet.append(Assumption(says, less=less, between=(between, (0, 0)) if len(asked) > 1 else None))
    return (*sheet, *(Assumption(says) for says in _plain(here)))


def _told(here: Ground, lumps: Sequence[Lumps], at: int, ways: Rates) -> list[list[tuple[int, int]]]:
    """The share of a group soon and at the end, for each way and each law."""
    found: list[list[tuple[int, int]]] = [[] for _ in range(ways.draws)]
    for one in lumps:
        course = here.course(one, ways)
        values = whole(share(course.members[:, :, at], course.members.sum(axis=2)))
        length = here.months + 1
        for way, pairs in enumerate(found):
            pairs.append((values[way * length + min(SOON, here.months)], values[way * length + here.months]))
    return found


def _effect(
    says: str, base: Sequence[tuple[int, int]], less: Sequence[tuple[int, int]], more: Sequence[tuple[int, int]]
) -> Assumption:
    between = None
    if len(base) > 1:
        between = (_less(_between(base), _between(less)), _less(_between(base), _between(more)))
    return Assumption(says, _less(base[-1], less[-1]), _less(base[-1], more[-1]), between)


def _between(both: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return both[-1][0] - both[0][0], both[-1][1] - both[0][1]


def _less(base: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return other[0] - base[0], other[1] - base[1]


def _weighed(rates: Rates, at: int, by: tuple[int, int]) -> Rates:
    """A group's entrants multiplied, those of the others scaled so that as many come in all."""
    applying = rates.applying.copy()
    whole = applying.sum(axis=2, keepdims=True)
    applying[:, :, at] = applying[:, :, at] * by[0] / by[1]
    now = applying.sum(axis=2, keepdims=True)
    return replace(rates, applying=applying * (whole / now.clip(1, None)))


def _fewer(told: Shares) -> Shares:
    """A quarter of those with each profile have the lowest instead."""
    moved = told.share * 3 / 4
    moved[:, 0] += told.share.sum(axis=1) / 4
    return told._replace(share=moved)


def _plain(here: Ground) -> list[str]:
    """What is taken to be so and cannot be varied by a quarter."""
    keys = ", ".join(key.name for key in here.collapsed.read.keys)
    said = [
        "Nobody's recorded facts change but their age and what they have served"
        + (f": {keys} stay what they are." if keys else "."),
        "Decisions fall on one day a month, a whole number of months after the first day: rules that begin or end"
        " within a month hold or do not hold for the whole of it.",
        "Those who leave do not come back as candidates, other than among those who are admitted.",
        "Whoever may is as likely to become a member under the draft as under the present rules.",
    ]
    if here.collapsed.read.rates:
        said.append(
            "Facts about other people, such as the standing of sponsors, are drawn and not followed person by person."
        )
    return said
