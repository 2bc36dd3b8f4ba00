"""Attributes as canonical JSON text, put together from ready pieces: a million texts in a few seconds.

The pieces stand in the order of their keys: at_bench, born, class, education, former_party, languages, nationality,
occupation, origin, sex, social_category, workplace. An attribute that is not known leaves its key out.
"""

from collections.abc import Sequence
from datetime import date
from itertools import compress

import numpy as np

from polity.demonstration import traits as kinds
from polity.demonstration.days import dates
from polity.demonstration.draws import Flags, Ints
from polity.demonstration.lives import Lives
from polity.demonstration.names import NATIONALITIES, RUSSIAN
from polity.demonstration.people import People
from polity.demonstration.sizes import FACTORY, FAR, SOCIAL, TRANSPORT
from polity.demonstration.traits import PRODUCTION, TRANSPORTING, Traits
from polity.demonstration.tree import Tree
from polity.register.batch import Facts, canonical

BENCH = ('"at_bench":false,', '"at_bench":true,')


def facts_of(
    people: People, lives: Lives, traits: Traits, tree: Tree, rows: Ints, others: list[tuple[int, date, str]]
) -> Facts:
    """Facts of the people in rows, in two versions where something changed, with those of posts between them."""
    before, after = _before_occupation(traits, rows), _after_occupation(people, lives, traits, tree, rows)
    changed = traits.changed[rows]
    twice = changed != FAR
    subject, first = people.person[rows], lives.first[rows]
    everybody = np.ones(len(rows), np.bool_)
    now = _texts(before, after, traits.bench[rows], traits.occupation[rows], everybody)
    then = _texts(before, after, traits.bench_then[rows], traits.occupation_then[rows], twice)
    latest = dates(np.where(twice, changed, first))
    found: list[tuple[int, date, date | None, str, str]] = [
        (person, since, None, text, "person") for person, since, text in zip(subject.tolist(), latest, now, strict=True)
    ]
    found += [
        (person, since, until, text, "person")
        for person, since, until, text in zip(
            subject[twice].tolist(), dates(first[twice]), dates(changed[twice]), then, strict=True
        )
    ]
    found += [(post, since, None, text, "post") for post, since, text in others]
    found.sort(key=lambda row: row[:2])
    return Facts(
        subject=[row[0] for row in found],
        kind=[row[4] for row in found],
        since=[row[1] for row in found],
        until=[row[2] for row in found],
        facts=[row[3] for row in found],
    )


def _texts(before: list[str], after: list[tuple[str, str]], bench: Flags, occupation: Ints, here: Flags) -> list[str]:
    """The whole texts of one version, for the rows in which it is wanted; only those at work have a workplace."""
    does = [f'"occupation":"{name}",' for name in kinds.OCCUPATIONS]
    at_work = (occupation == PRODUCTION) | (occupation == TRANSPORTING)
    columns = zip(bench.tolist(), before, occupation.tolist(), after, at_work.tolist(), strict=True)
    return [
        f"{{{BENCH[b]}{head}{does[o]}{tail}{shop if w else ''}}}"
        for b, head, o, (tail, shop), w in compress(columns, here.tolist())
    ]


def _pieces(name: str, values: Sequence[str], codes: Ints) -> list[str]:
    """The piece of JSON for an attribute of each row; an empty value is unknown."""
    ready = [f'"{name}":"{value}",' if value else "" for value in values]
    return [ready[code] for code in codes.tolist()]


def _before_occupation(traits: Traits, rows: Ints) -> list[str]:
    born = [f'"born":"{date.fromordinal(number)}",' if number else "" for number in traits.born[rows].tolist()]
    spoken = [_languages(name) for name in NATIONALITIES] + [""]
    tongue = np.where(traits.nationality_known[rows], traits.nationality[rows], len(NATIONALITIES))
    columns = [
        born,
        _pieces("class", kinds.CLASSES, traits.social_class[rows]),
        _pieces("education", kinds.EDUCATIONS, traits.education[rows]),
        _pieces("former_party", kinds.PARTIES, traits.party[rows]),
        [spoken[number] for number in tongue.tolist()],
    ]
    return ["".join(row) for row in zip(*columns, strict=True)]


def _after_occupation(people: People, lives: Lives, traits: Traits, tree: Tree, rows: Ints) -> list[tuple[str, str]]:
    """What follows the occupation, and the workplace apart, for it is known only of people at work."""
    nucleus = people.nucleus[rows]
    columns = [
        _pieces("origin", kinds.ORIGINS, traits.origin[rows]),
        _pieces("sex", ("male", "female"), traits.female[rows].astype(np.int64)),
        _pieces("social_category", SOCIAL, lives.social[rows]),
    ]
    works = np.isin(tree.kind[nucleus], (FACTORY, TRANSPORT)).tolist()
    shops = [
        f',"workplace":"Enterprise no. {number % 9973}"' if work else ""
        for number, work in zip(nucleus.tolist(), works, strict=True)
    ]
    tails = ["".join(row).rstrip(",") for row in zip(*columns, strict=True)]
    return list(zip(tails, shops, strict=True))


def _languages(nationality: str) -> str:
    spoken = [nationality] if nationality == RUSSIAN else [nationality, RUSSIAN]
    return f'"languages":{canonical({"": spoken})[4:-1]},"nationality":"{nationality}",'
