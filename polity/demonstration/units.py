"""The units as dated versions, and what happened to them: founded, renamed, moved, merged, split, dissolved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from polity.demonstration import labels
from polity.demonstration.days import as_date
from polity.demonstration.draws import Ids, Ints, Random, between, day
from polity.demonstration.sizes import FAR, FIRST, KINDS, Size
from polity.demonstration.tree import BASHKIR, UFA, UFA_JOINED, Tree
from polity.register.batch import UnitEvent, UnitRecord, canonical

TIERS = ("centre", "guberniya", "uezd", "volost", "nucleus")
CENTRE_CODE = "RKP"
RENAMED, MOVED = 320, 120  # nuclei at full size: synthetic
VOLOSTS_MERGED, VOLOSTS_MOVED = 40, 20


@dataclass
class Units:
    """Ids of every unit by tier, in the order of the tree's arrays, with versions and events."""

    centre: int
    guberniyas: Ints
    uezds: Ints
    volosts: Ints
    nuclei: Ints
    records: list[UnitRecord]
    events: list[UnitEvent]

    @property
    def homes(self) -> Ints:
        """Ids of those in which people stand: uezds, then nuclei."""
        return np.concatenate([self.uezds, self.nuclei])


@dataclass
class Version:
    """What may be so of a unit before a day."""

    until: int
    parent: int | None = None
    name: str | None = None


def chronicle(tree: Tree, size: Size, random: Random, ids: Ids) -> Units:
    """Date the volosts, draw what else happened, and write every unit down."""
    _date_volosts(tree, random)
    parent_volost = _merge_volosts(tree, size, random)
    _move_volosts(tree, size, random)
    volosts, nuclei = ids.take(len(tree.volost_uezd)), ids.take(len(tree.kind))
    units = Units(
        int(ids.take(1)[0]), ids.take(len(tree.rows)), ids.take(len(tree.uezd_since)), volosts, nuclei, [], []
    )
    _write_guberniyas(tree, units)
    _write_uezds(tree, units, random)
    _write_volosts(tree, units, random)
    _write_nuclei(tree, units, size, random, parent_volost)
    _tell_correspondences(tree, units, parent_volost)
    units.records.sort(key=lambda record: (TIERS.index(record.tier), record.since, record.code))
    units.events.sort(key=lambda event: (event.day, event.how, event.before, event.after))
    return units


def _date_volosts(tree: Tree, random: Random) -> None:
    """A volost organisation is a little older than its oldest nucleus."""
    oldest = np.full(len(tree.volost_uezd), FAR)
    rural = tree.volost >= 0
    np.minimum.at(oldest, tree.volost[rural], tree.since[rural])
    tree.volost_since[:] = oldest - random.integers(0, 15, len(oldest))


def _merge_volosts(tree: Tree, size: Size, random: Random) -> Ints:
    """Some volosts were two. Returns the earlier volost of each nucleus, -1 where there was none."""
    earlier = np.full(len(tree.kind), -1)
    plain = (tree.volost_moved == 0) & (tree.volost_since < day(1921, 1, 1))
    sizes_of = np.bincount(tree.volost[tree.volost >= 0], minlength=len(plain))
    merged = random.choice(np.flatnonzero(plain & (sizes_of >= 2)), size.part(VOLOSTS_MERGED), replace=False)
    for volost in np.sort(merged).tolist():
        on = int(between(random, day(1922, 5, 1), day(1923, 3, 1), 1)[0])
        first = len(tree.volost_uezd)
        since = tree.volost_since[volost]
        tree.volost_uezd = np.append(tree.volost_uezd, [tree.volost_uezd[volost]] * 2)
        tree.volost_since = np.append(tree.volost_since, [since, since])
        tree.volost_until = np.append(tree.volost_until, [on, on])
        tree.volost_change = np.append(tree.volost_change, [0, 0])
        tree.volost_former_uezd = np.append(tree.volost_former_uezd, [-1, -1])
        tree.volost_moved = np.append(tree.volost_moved, [0, 0])
        tree.volost_since[volost] = tree.volost_change[volost] = on
        nuclei = np.flatnonzero(tree.volost == volost)
        earlier[nuclei] = first + np.arange(len(nuclei)) % 2
    return earlier


def _move_volosts(tree: Tree, size: Size, random: Random) -> None:
    """Some volosts were in another uezd of their guberniya."""
    plain = (tree.volost_moved == 0) & (tree.volost_change == 0) & (tree.volost_until == FAR)
    plain &= tree.volost_since < day(1921, 6, 1)
    for volost in np.sort(random.choice(np.flatnonzero(plain), size.part(VOLOSTS_MOVED), replace=False)).tolist():
        uezd = tree.volost_uezd[volost]
        others = (tree.uezd_guberniya == tree.uezd_guberniya[uezd]) & ~tree.uezd_is_city & (tree.uezd_until == FAR)
        others &= tree.uezd_change == 0
        others[uezd] = False
        if others.any():
            tree.volost_former_uezd[volost] = random.choice(np.flatnonzero(others))
            tree.volost_moved[volost] = between(random, day(1921, 8, 1), day(1923, 2, 1), 1)[0]


def _write(units: Units, unit: int, since: int, until: int, now: UnitRecord, past: Iterable[Version]) -> None:
    """Write the versions of one unit: what is so now, and what was so before certain days."""
    history = [version for version in past if since < version.until < until]
    cuts = sorted({since, until, *(version.until for version in history)})
    for low, high in pairwise(cuts):
        parent, name = now.parent, now.name
        for version in sorted(history, key=lambda version: -version.until):
            if low < version.until:
                parent, name = version.parent or parent, version.name or name
        units.records.append(
            UnitRecord(
                unit, date.fromordinal(low), as_date(high), name, now.kind, now.tier, parent, now.code, now.facts
            )
        )
    units.events.append(UnitEvent(date.fromordinal(since), "founded", (), (unit,)))
    for version in history:
        how = "renamed" if version.name else "moved"
        units.events.append(UnitEvent(date.fromordinal(version.until), how, (unit,), (unit,)))
    if until != FAR:
        units.events.append(UnitEvent(date.fromordinal(until), "dissolved", (unit,), ()))


def _now(name: str, kind: str, tier: str, parent: int | None, code: str, **facts: object) -> UnitRecord:
    """A pattern for the versions of a unit; its id and days are set when they are written."""
    return UnitRecord(0, date.min, None, name, kind, tier, parent, code, canonical(facts))


def _write_guberniyas(tree: Tree, units: Units) -> None:
    """The centre and what stands directly below it."""
    name = "Russian Communist Party (Bolsheviks)"
    _write(units, units.centre, FIRST, FAR, _now(name, "centre", "centre", None, CENTRE_CODE, named_by="T1"), ())
    for row, unit in zip(tree.rows, units.guberniyas.tolist(), strict=True):
        kind = "city_organisation" if row["kind"] == "city organisation" else row["kind"].replace(" ", "_")
        facts = {"named_by": row["named_by"], "territory": row["territory"]}
        until = UFA_JOINED if row["code"] == UFA else FAR
        now = _now(row["name"], kind, "guberniya", units.centre, row["code"], **facts)
        _write(units, unit, FIRST, until, now, ())


def _write_uezds(tree: Tree, units: Units, random: Random) -> None:
    """Uezds and city districts, numbered within their guberniya."""
    numbers: dict[int, int] = defaultdict(int)
    names = labels.uezds(random, tree.uezd_guberniya, tree.uezd_is_city)
    today = tree.uezd_guberniya_today
    for at, guberniya in enumerate(tree.uezd_guberniya.tolist()):
        numbers[guberniya] += 1
        code = f"{tree.rows[guberniya]['code']}-{numbers[guberniya]:02}"
        kind = "city_district" if tree.uezd_is_city[at] else "uezd"
        above = int(units.guberniyas[today[at]])
        past = [Version(UFA_JOINED, parent=int(units.guberniyas[guberniya]))] if today[at] != guberniya else []
        now = _now(names[at], kind, "uezd", above, code, named_by="synthetic")
        _write(units, int(units.uezds[at]), int(tree.uezd_since[at]), int(tree.uezd_until[at]), now, past)


def _write_volosts(tree: Tree, units: Units, random: Random) -> None:
    """Volosts, numbered within their guberniya."""
    numbers: dict[int, int] = defaultdict(int)
    names = labels.volosts(random, len(tree.volost_uezd))
    for at, uezd in enumerate(tree.volost_uezd.tolist()):
        guberniya = int(tree.uezd_guberniya[uezd])
        numbers[guberniya] += 1
        code = f"{tree.rows[guberniya]['code']}-V{numbers[guberniya]:03}"
        former = int(tree.volost_former_uezd[at])
        past = [Version(int(tree.volost_moved[at]), parent=int(units.uezds[former]))] if former >= 0 else []
        now = _now(names[at], "volost", "volost", int(units.uezds[uezd]), code, named_by="synthetic")
        _write(units, int(units.volosts[at]), int(tree.volost_since[at]), int(tree.volost_until[at]), now, past)


def _write_nuclei(tree: Tree, units: Units, size: Size, random: Random, earlier_volost: Ints) -> None:
    """Nuclei, numbered within their guberniya; some had another name, some another uezd."""
    numbers: dict[int, int] = defaultdict(int)
    names = labels.nuclei(random, tree.kind)
    older = labels.nuclei(random, tree.kind)
    chosen = random.permutation(np.flatnonzero((tree.since < day(1921, 1, 1)) & (tree.until == FAR)))
    renamed = set(chosen[: size.part(RENAMED)].tolist())
    direct = chosen[(tree.volost[chosen] < 0) & (tree.uezd_change[tree.uezd[chosen]] == 0)]
    moved = set(direct[: size.part(MOVED)].tolist())
    days = between(random, day(1921, 7, 1), day(1923, 3, 1), len(tree.kind)).tolist()
    rows = zip(tree.uezd.tolist(), tree.volost.tolist(), tree.since.tolist(), tree.until.tolist(), strict=True)
    for at, (uezd, volost, since, until) in enumerate(rows):
        guberniya = int(tree.uezd_guberniya[uezd])
        numbers[guberniya] += 1
        past = []
        if volost >= 0 and earlier_volost[at] >= 0:
            past.append(Version(int(tree.volost_change[volost]), parent=int(units.volosts[earlier_volost[at]])))
        elif volost < 0 and tree.uezd_change[uezd]:
            past.append(Version(int(tree.uezd_change[uezd]), parent=int(units.uezds[tree.roll_uezd[at]])))
        if at in moved and (former := _another_uezd(tree, uezd, random)) is not None:
            past.append(Version(days[at], parent=int(units.uezds[former])))
        if at in renamed:
            past.append(Version(days[at] - 60, name=older[at]))
        above = units.volosts[volost] if volost >= 0 else units.uezds[uezd]
        # a nucleus that ended before its volost or uezd was made anew never saw it
        above = next((v.parent for v in past if v.parent and v.until >= until), int(above))
        code = f"{tree.rows[guberniya]['code']}-{numbers[guberniya]:04}"
        place = "town" if tree.town[at] else "country"
        now = _now(names[at], KINDS[tree.kind[at]], "nucleus", int(above), code, named_by="synthetic", place=place)
        _write(units, int(units.nuclei[at]), since, until, now, past)


def _another_uezd(tree: Tree, uezd: int, random: Random) -> int | None:
    """Another uezd or district of the same guberniya that never changed."""
    others = (tree.uezd_guberniya == tree.uezd_guberniya[uezd]) & (tree.uezd_change == 0) & (tree.uezd_until == FAR)
    others[uezd] = False
    return int(random.choice(np.flatnonzero(others))) if others.any() else None


def _tell_correspondences(tree: Tree, units: Units, earlier_volost: Ints) -> None:
    """Merges and splits: which units became which."""
    pairs: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for uezd in np.flatnonzero(tree.uezd_change).tolist():
        for former in np.unique(tree.roll_uezd[tree.uezd == uezd]).tolist():
            pairs[int(tree.uezd_change[uezd])].add((int(units.uezds[former]), int(units.uezds[uezd])))
    for nucleus in np.flatnonzero(earlier_volost >= 0).tolist():
        volost = tree.volost[nucleus]
        before = int(units.volosts[earlier_volost[nucleus]])
        pairs[int(tree.volost_change[volost])].add((before, int(units.volosts[volost])))
    ufa = int(units.guberniyas[tree.index(UFA)])
    pairs[UFA_JOINED].add((ufa, int(units.guberniyas[tree.index(BASHKIR)])))
    gone: set[int] = set()
    told: set[UnitEvent] = set()
    for on, found in pairs.items():
        for unit in {after for _, after in found}:
            befores = tuple(sorted(before for before, after in found if after == unit))
            afters = tuple(sorted(after for before, after in found if before == befores[0]))
            how = "split" if len(afters) > 1 else "merged"
            told.add(UnitEvent(date.fromordinal(on), how, befores, afters))
            gone.update(befores)
    kept = [event for event in units.events if not (event.how == "dissolved" and event.before[0] in gone)]
    units.events[:] = [*kept, *told]
