"""What is written by functions reads, to the letter, as Django's own templates write it."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from polity.pages.widgets import WIDGETS, WRITTEN, Renderer

ODD = "<b> & \"x\" 'y'"
KINDS = {
    "text": forms.TextInput, "number": forms.NumberInput, "date": forms.DateInput, "hidden": forms.HiddenInput,
    "password": forms.PasswordInput, "email": forms.EmailInput, "checkbox": forms.CheckboxInput,
    "textarea": forms.Textarea,
}  # fmt: skip


def both(make):
    return [make(renderer) for renderer in (Renderer(), TemplatesSetting())]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, "", "plain", ODD, 1923, True, mark_safe("&amp;")])
def test_an_input_is_written_alike(kind, value):
    attrs = {"id": "id_a", "required": True, "disabled": False, "data-x": ODD, "rows": 4}
    ours, theirs = both(lambda renderer: KINDS[kind]().render("a.b", value, attrs, renderer))
    assert ours == theirs


@pytest.mark.parametrize("chosen", ["", "n", None, ["n", "s"]])
def test_a_choice_is_written_alike(chosen):
    choices = [("", "—"), ("n", ODD), ("Groups", [("s", "South"), (3, "Three")])]
    ours, theirs = both(
        lambda renderer: (
            forms.SelectMultiple(choices=choices).render("a", chosen, {"id": "x"}, renderer)
            if isinstance(chosen, list)
            else forms.Select(choices=choices).render("a", chosen, {"id": "x"}, renderer)
        )
    )
    assert [line.strip() for line in ours.splitlines() if line.strip()] == [
        line.strip() for line in theirs.splitlines() if line.strip()
    ]


def test_a_form_is_written_alike():
    class Asked(forms.Form):
        name = forms.CharField(label=ODD, help_text=ODD)
        many = forms.IntegerField(required=False)
        on = forms.DateField()
        branch = forms.ChoiceField(choices=[("a", "North")])
        kinds = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
        key = forms.CharField(widget=forms.HiddenInput)

    empty = both(lambda renderer: str(Asked(renderer=renderer)).split())
    sent = both(lambda renderer: str(Asked({"name": ODD, "many": "few", "on": ""}, renderer=renderer)).split())
    assert (empty[0], sent[0]) == (empty[1], sent[1])


def test_every_part_that_is_written_is_one_of_django():
    assert [name for name in WRITTEN if not TemplatesSetting().get_template(name)] == []
    assert {name.removeprefix(WIDGETS).removesuffix(".html") for name in WRITTEN if WIDGETS in name} == {
        *KINDS, "select",
    }  # fmt: skip
