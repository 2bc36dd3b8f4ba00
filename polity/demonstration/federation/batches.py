"""What was drawn, as batches: one for each region; officers of the whole federation come with the last."""

from collections.abc import Iterator
from datetime import date

from polity.demonstration.federation.offices import Post, Term
from polity.demonstration.federation.people import Person, roll_day
from polity.demonstration.federation.tree import Unit
from polity.register import batch
from polity.register.batch import Batch, canonical

OF_THE_ROLL = ("dues_class", "dues_paid_until", "arrears_notice")
EVIDENCE = (
    ("gender", "declared by the person on the form"),
    ("income", "declared by the person on the form"),
    ("income", "pay slip, seen"),
    ("employment", "contract of work, seen"),
)
EVIDENCED = 7  # every seventh person


def batches(root: Unit, people: list[Person], terms: list[Term], posts: list[Post]) -> Iterator[Batch]:
    """A batch for each region."""
    for region in root.below:
        here = sorted((one for one in people if one.home.region is region), key=lambda one: one.person)
        whole = region is root.below[-1]
        yield Batch(
            label=region.name,
            people=batch.People(
                [one.person for one in here],
                [one.family for one in here],
                [one.given for one in here],
                [""] * len(here),
            ),
            facts=_facts(here, [one for one in posts if _in(one.unit, region, whole)]),
            spells=_spells(here),
            sponsors=_sponsors(here),
            contacts=_contacts(here),
            places=_places([one for one in posts if _in(one.unit, region, whole)]),
            offices=_offices([one for one in terms if _in(one.unit, region, whole)]),
            evidence=_evidence(here),
        )


def _in(unit: Unit, region: Unit, whole: bool) -> bool:
    if unit.tier == "federation":
        return whole
    return unit is region or (unit.tier != "region" and unit.region is region)


def _facts(people: list[Person], posts: list[Post]) -> batch.Facts:
    rows: list[tuple[int, str, date, date | None, str]] = []
    for one in people:
        rows += [(one.person, "person", *version) for version in _versions(one)]
    rows += [(post.post, "post", post.since, None, canonical(post.facts)) for post in posts]
    rows.sort(key=lambda row: (row[0], row[2]))
    subject, kind, since, until, facts = ([row[at] for row in rows] for at in range(5))
    return batch.Facts(subject, kind, since, until, facts)  # type: ignore[arg-type]


def _versions(one: Person) -> list[tuple[date, date | None, str]]:
    """What is recorded of somebody, from which day: what was otherwise, then what is so, then with this year's dues."""
    bare = {name: value for name, value in one.traits.items() if name not in OF_THE_ROLL}
    days = [(one.first, bare)]
    if one.changed is not None and one.before is not None:
        earlier = {name: value for name, value in one.before.items() if name not in OF_THE_ROLL}
        days = [(one.first, earlier), (one.changed, bare)]
    if len(bare) < len(one.traits):
        begins = max(roll_day(one), days[-1][0])
        days = [*(version for version in days if version[0] < begins), (begins, one.traits)]
    ends = [*(day for day, _ in days[1:]), None]
    return [(day, end, canonical(facts)) for (day, facts), end in zip(days, ends, strict=True)]


def _spells(people: list[Person]) -> batch.Spells:
    rows = [(one.person, spell) for one in people for spell in one.spells]
    return batch.Spells(
        person=[person for person, _ in rows],
        unit=[spell.unit.unit for _, spell in rows],
        standing=[spell.standing for _, spell in rows],
        since=[spell.since for _, spell in rows],
        until=[spell.until for _, spell in rows],
        counted_from=[spell.counted for _, spell in rows],
        reason=[spell.reason for _, spell in rows],
    )


def _sponsors(people: list[Person]) -> batch.Sponsors:
    rows = [(one.person, other.person, since) for one in people for other, since in one.sponsors]
    return batch.Sponsors([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def _contacts(people: list[Person]) -> batch.Contacts:
    rows = [(one.person, one.contact[0].person, one.contact[1]) for one in people if one.contact is not None]
    return batch.Contacts(
        [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], [None] * len(rows)
    )


def _places(posts: list[Post]) -> batch.Places:
    rows = sorted(posts, key=lambda post: post.post)
    return batch.Places(
        subject=[post.post for post in rows],
        kind=["post"] * len(rows),
        label=[post.label for post in rows],
        unit=[post.unit.unit for post in rows],
        since=[post.since for post in rows],
        until=[None] * len(rows),
    )


def _offices(terms: list[Term]) -> batch.Offices:
    rows = sorted(terms, key=lambda term: term.term)
    return batch.Offices(
        term=[term.term for term in rows],
        office=[term.office for term in rows],
        unit=[term.unit.unit for term in rows],
        person=[term.holder.person for term in rows],
        since=[term.since for term in rows],
        until=[term.until for term in rows],
    )


def _evidence(people: list[Person]) -> batch.Evidence:
    rows = [
        (one.person, *EVIDENCE[at % len(EVIDENCE)], one.first)
        for at, one in enumerate(people)
        if at % EVIDENCED == 0 and EVIDENCE[at % len(EVIDENCE)][0] in one.traits
    ]
    return batch.Evidence(
        [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], [row[3] for row in rows]
    )
