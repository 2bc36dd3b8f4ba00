"""The federation as it is drawn: the same each time, within the figures that its page states."""

from collections import Counter
from datetime import date
from hashlib import blake2b

import pytest

from polity.demonstration.federation import names
from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.fields import TAKEN, TODAY
from polity.demonstration.federation.generation import Federation, generate
from polity.demonstration.federation.months import months_after, whole_months
from polity.demonstration.federation.tree import everything
from polity.words import ids

LETTERS = {"en": set("ë"), "es": set("áéíóúñü"), "pl": set("ąćęłńóśźż")}


@pytest.fixture(scope="module")
def drawn() -> Federation:
    return generate("small")


@pytest.fixture(scope="module")
def whole() -> Federation:
    """At full size: some seconds, so only what needs it asks for it."""
    return generate("full")


def digest(federation: Federation) -> str:
    """A fingerprint of everything there is, in order."""
    made = blake2b(digest_size=16)
    for record in [*federation.units, *federation.events]:
        made.update(repr(record).encode())
    for batch in federation.batches():
        for name, group in batch.groups().items():
            made.update(name.encode())
            for row in group.rows():
                made.update(repr(row).encode())
    for deed in federation.deeds:
        made.update(repr((deed.act, deed.office, deed.unit.unit)).encode())
    return made.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(drawn: Federation) -> None:
    assert digest(generate("small")) == digest(drawn)
    assert digest(generate("small", seed=2027)) != digest(drawn)


def test_the_whole_is_as_large_as_its_page_says(whole: Federation) -> None:
    standings = Counter(person.standing for person in whole.people)
    tiers = Counter(unit.tier for unit in everything(whole.root))

    assert standings == {"member": 20_000, "candidate": 420, "sympathiser": 1_150, "former": 2_400}
    assert tiers == {"federation": 1, "region": 12, "branch": 300, "group": 168}
    assert 1_300 <= len(whole.deeds) <= 1_900


def test_small_branches_are_small_and_the_others_are_not(whole: Federation) -> None:
    sizes = Counter(person.home.branch.code for person in whole.people if person.standing == "member")
    small = {unit.code for unit in everything(whole.root) if unit.small}

    assert len(small) == 36
    assert {code for code, size in sizes.items() if size < 25} == small


def test_genders_are_declared_or_not_and_offices_are_shared(whole: Federation) -> None:
    members = Counter(person.traits.get("gender") for person in whole.people if person.standing == "member")
    officers = Counter(term.holder.traits.get("gender") for term in whole.terms if term.until > TODAY)

    assert all(members[kind] > 300 for kind in ("woman", "man", "non_binary", "not_stated", None))
    assert 0.4 < officers["woman"] / sum(officers.values()) < 0.6
    assert 0.4 < officers["man"] / sum(officers.values()) < 0.6


def test_half_of_the_seats_of_committees_are_reserved_and_few_are_held_amiss(whole: Federation) -> None:
    seats = Counter(post.seat for post in whole.posts if post.role == "committee_seat")
    amiss = [
        post for post in whole.posts
        if (post.seat == "women" and post.holder.traits.get("gender") != "woman")
        or (post.seat == "other_than_men" and post.holder.traits.get("gender") not in ("woman", "non_binary"))
    ]  # fmt: skip

    assert (seats["open"], seats["women"], seats["other_than_men"]) == (56, 28, 28)
    assert 5 <= len(amiss) <= 40


@pytest.mark.parametrize("language", names.LANGUAGES)
def test_names_are_written_with_the_letters_of_their_language(language: str, whole: Federation) -> None:
    found = {
        letter for person in whole.people if person.traits["language"] == language
        for letter in f"{person.family}{person.given}".lower() if not letter.isascii()
    }  # fmt: skip

    assert found - LETTERS[language] == set()
    assert found != set()


def test_a_woman_bears_the_form_of_a_polish_name_that_women_bear() -> None:
    chance = Chance(1, 1)
    women = [names.named(chance, "pl", "woman") for _ in range(400)]
    men = [names.named(chance, "pl", "man") for _ in range(400)]

    assert [family for family, _ in women if family.endswith(("ski", "cki", "dzki"))] == []
    assert [family for family, _ in men if family.endswith(("ska", "cka", "dzka"))] == []
    assert [given for _, given in women if not given.endswith("a")] == []


def test_nobody_stands_in_a_unit_before_it_is_there_or_is_anything_twice_on_a_day(whole: Federation) -> None:
    wrong = [
        person for person in whole.people
        if any(spell.since < spell.unit.since or spell.counted > spell.since for spell in person.spells)
        or [spell.until for spell in person.spells[:-1]] != [spell.since for spell in person.spells[1:]]
        or person.spells[-1].until is not None or person.spells[-1].since >= TAKEN
    ]  # fmt: skip

    assert wrong == []
    assert len({person.person for person in whole.people}) == len(whole.people)
    assert all(ids.read(ids.show(person.person)) == person.person for person in whole.people[:50])


def test_transfers_stay_within_a_region_and_go_across(whole: Federation) -> None:
    regions = {unit.unit: unit.region.code for unit in everything(whole.root) if unit.tier in ("branch", "group")}
    moves = [deed for deed in whole.deeds if deed.act.name == "membership.transfer"]
    across = [deed for deed in moves if regions[deed.act.receiving] != deed.unit.region.code]  # type: ignore[attr-defined]

    assert 55 <= len(moves) <= 72
    assert 16 <= len(across) <= 26


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 15), 3, date(2026, 2, 15)),
    ],
)
def test_months_are_reckoned_as_the_statutes_reckon_them(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after
    assert whole_months(day, after) == months
    assert whole_months(day, date.fromordinal(after.toordinal() - 1)) == months - 1


def test_nobody_holds_an_office_twice_on_a_day(whole: Federation) -> None:
    held: dict[tuple[str, int, int], list[tuple[date, date]]] = {}
    for term in whole.terms:
        held.setdefault((term.office, term.unit.unit, term.holder.person), []).append((term.since, term.until))

    assert [key for key, spans in held.items() if len(spans) > 1] == []
    assert [term for term in whole.terms if term.since >= term.until] == []
