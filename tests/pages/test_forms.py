"""Forms say what is wanted, and the key that signs them is kept by its owner alone."""

import re

from django import forms
from django.template.loader import render_to_string

from polity.pages.asgi import kept_secret
from polity.pages.forms import PlainForm


class Wanted(PlainForm):
    """One field for each way of going amiss."""

    name = forms.CharField(label="Name")
    on = forms.DateField(label="Day")
    many = forms.IntegerField(label="How many")
    branch = forms.ChoiceField(label="Branch", choices=[("a", "North")])


def test_every_field_says_what_it_wants():
    form = Wanted({"name": "", "on": "1923-02-30", "many": "few", "branch": "z"})

    assert {name: list(said) for name, said in form.errors.items()} == {
        "name": ["This is needed."],
        "on": ["Write the day as year, month and day: 1923-04-15."],
        "many": ["Write a whole number."],
        "branch": ["Choose one of the answers given."],
    }


def test_the_list_above_a_form_leads_to_each_field():
    form = Wanted({"name": "Anna", "on": "", "many": "few", "branch": "a"})
    led_to = re.findall(r'<a href="#(\w+)">', render_to_string("parts/form_problems.html", {"form": form}))
    fields = re.findall(r'<(?:input|select)[^>]* id="(\w+)"', str(form))

    assert (led_to, fields) == (["id_on", "id_many"], ["id_name", "id_on", "id_many", "id_branch"])


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path):
    path = tmp_path / "pages.secret"
    first, second = kept_secret(path), kept_secret(path)

    assert (first == second, len(first), path.stat().st_mode & 0o777) == (True, 64, 0o600)
