"""The second language is complete, and what Django reads is what the translators wrote."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from polity import pages
from polity.pages import catalogue

RUSSIAN = Path(pages.__file__).parent / "locale/ru/LC_MESSAGES/django.po"


def test_every_sentence_has_its_translation_and_none_is_left_over():
    written = catalogue.read(RUSSIAN.read_text())

    assert {key for key, value in written.items() if key and value} == catalogue.sentences()


def test_translations_keep_what_is_filled_in():
    written = catalogue.read(RUSSIAN.read_text())
    gaps = re.compile(r"%\(\w+\)s")

    assert {k: sorted(gaps.findall(v)) for k, v in written.items()} == {k: sorted(gaps.findall(k)) for k in written}


def test_the_compiled_catalogue_is_the_written_one():
    assert RUSSIAN.with_suffix(".mo").read_bytes() == catalogue.compiled(RUSSIAN.read_text())


def test_a_chosen_language_is_kept(browser):
    browser.get("/acting-as/?lang=ru")
    text = browser.get("/acting-as/").content.decode()

    assert (re.findall(r'<html lang="(\w+)"', text), re.findall(r"<h1>(.*?)</h1>", text)) == (["ru"], ["От имени"])


@pytest.mark.parametrize(("language", "shown"), [("en", "May not"), ("ru", "Нельзя")])
def test_django_finds_the_catalogue(language, shown):
    with translation.override(language):
        assert translation.gettext("May not") == shown
