"""A part projected apart gives what it gives in the whole; the waiting is counted lump by lump."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from polity.foresight.projection import SERVED, WAITED, Lumps, Rates, band, project
from polity.foresight.split import flow, members_of, staying, without
from tests.foresight.test_projection import GROUPS, MONTHS, lumps_of, rates_of
from tests.foresight.test_projection import members_of as some_members


def parted(lumps: Lumps, random: np.random.Generator) -> tuple[np.ndarray, list[Lumps]]:
    """The same lumps in three parts by chance, and to which each row goes."""
    whose = random.integers(0, 3, len(lumps.group))
    names = lumps.__dataclass_fields__
    return whose, [Lumps(*(getattr(lumps, name)[whose == part] for name in names)) for part in range(3)]


@given(seed=st.integers(0, 2**32), bar=st.integers(0, MONTHS))
@settings(max_examples=30, deadline=None)
def test_parts_add_up_to_the_whole(seed: int, bar: int) -> None:
    random = np.random.default_rng(seed)
    lumps, rates, members = lumps_of(random, 20, bar=range(bar)), rates_of(random), some_members(random)
    present = random.random(lumps.may.shape) < 0.5
    course = project(lumps, members, rates)
    whose, parts = parted(lumps, random)

    flows = [flow(part, present[whose == at], rates, GROUPS) for at, part in enumerate(parts)]
    promoted = sum(one.promoted for one in flows)
    np.testing.assert_allclose(promoted, course.promoted[0], atol=1e-9)
    found = without(lumps, members, rates) + members_of(promoted, staying(rates, GROUPS, MONTHS))
    np.testing.assert_allclose(found, course.members[0], rtol=1e-9)
    whole = flow(lumps, present, rates, GROUPS)
    np.testing.assert_allclose(sum(one.barred for one in flows), whole.barred, atol=1e-9)
    assert (flow(lumps, lumps.may, rates, GROUPS).barred == 0).all()


def waiting(lumps: Lumps, present: np.ndarray, rates: Rates) -> np.ndarray:
    """Months of people who wait by a rule, lump by lump and month by month, in plain numbers."""
    found = np.zeros((MONTHS, GROUPS))
    for row in range(len(lumps.group)):
        group, people, waited = lumps.group[row], lumps.start[row], lumps.waited[row]
        for month in range(MONTHS):
            year = month // 12
            served = band(np.array(max(lumps.served[row] + month, 0)), SERVED)
            people *= 1 - rates.leaving[0, year, group, served]
            if lumps.may[row, month]:
                people *= 1 - rates.promoting[0, year, group, band(np.array(waited), WAITED)]
                waited += 1
            elif present[row, month]:
                found[month, group] += people
            if lumps.entry[row] == month:
                people = lumps.weight[row] * rates.applying[0, month, group]
    return found


def test_waiting_is_counted_as_it_is_lived() -> None:
    random = np.random.default_rng(1923)
    lumps, rates = lumps_of(random, 15, bar=range(2, 12)), rates_of(random)
    present = replace(lumps, may=lumps.may | (random.random(lumps.may.shape) < 0.3)).may

    np.testing.assert_allclose(flow(lumps, present, rates, GROUPS).barred, waiting(lumps, present, rates))
