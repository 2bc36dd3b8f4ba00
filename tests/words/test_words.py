"""Ids, names and objections as people read them."""

import json
import re
from datetime import date
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.words import ids, kept, names
from polity.words.objections import OBJECTIONS, objection

numbers = st.integers(0, 2**60 - 1)


@given(numbers)
def test_an_id_is_read_as_it_was_shown(number: int) -> None:
    shown = ids.show(number)
    assert (ids.read(shown), ids.read(shown.lower().replace("-", "")), len(shown)) == (number, number, 14)


@given(numbers, st.sampled_from("ILO"))
def test_letters_that_look_like_digits_are_read_as_digits(number: int, letter: str) -> None:
    shown = ids.show(number)
    digit = {"I": "1", "L": "1", "O": "0"}[letter]
    assert ids.read(shown.replace(digit, letter)) == number


@pytest.mark.parametrize("text", ["", "3F7K", "3F7K-9QWE-2ZXU", "3F7K-9QWE-2ZXMM", "anna", "١٢٣٤-5678-9ABC"])
def test_what_is_no_id_is_not_read(text: str) -> None:
    assert ids.read(text) is None


@given(st.binary(min_size=8, max_size=8))
def test_an_id_of_random_bytes_fits(eight: bytes) -> None:
    assert ids.of_bytes(eight) == int.from_bytes(eight) // 16


def test_names_are_in_order_whatever_their_accents() -> None:
    people = [("Zola", "Émile", ""), ("Ångström", "A", ""), ("anders", "B", ""), ("Čapek", "K", "")]
    assert sorted(people, key=lambda name: names.sort_key(*name)) == [people[2], people[1], people[3], people[0]]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (("Lamp", "Ada", "B."), "Lamp, Ada B."),
        (("Lamp", "Ada", ""), "Lamp, Ada"),
        (("Lamp", "", ""), "Lamp"),
        (("", "Ada", ""), "Ada"),
    ],
)
def test_a_name_in_a_list(name: tuple[str, str, str], shown: str) -> None:
    assert names.full(*name) == shown


def test_an_objection_shows_ids_days_and_lists_as_people_write_them() -> None:
    found = objection("standing.is", person=42, standing="member", on=date(2025, 3, 1), needed=("candidate", "former"))
    assert found.says == "0000-0000-001A is member on 2025-03-01; this is for candidate, former."
    assert json.loads(json.dumps(found.plain()))["data"] == {
        "person": "0000-0000-001A", "standing": "member", "on": "2025-03-01", "needed": ["candidate", "former"],
    }  # fmt: skip


def test_an_article_is_said_in_its_own_words() -> None:
    found = objection("article", "12.3", says="Dues {are} owed.", remedy="Pay.")
    assert (found.says, found.remedy, found.article) == ("Dues {are} owed.", "Pay.", "12.3")


@pytest.mark.parametrize("code", sorted(OBJECTIONS))
def test_an_objection_is_a_sentence_with_a_remedy(code: str) -> None:
    words = OBJECTIONS[code]
    for text in (words.says, words.remedy):
        assert re.fullmatch(r"\{says\}|\{remedy\}|.*[.!?}]", text)
        assert [name for _, name, form, turn in Formatter().parse(text) if form or turn] == []


def test_every_rule_of_the_database_has_words() -> None:
    assert {kept.says(name) for name in (*kept.RULES, None, "standing_person_fkey")} == {
        *kept.RULES.values(), kept.OTHERWISE, kept.SUBJECTS,
    }  # fmt: skip
