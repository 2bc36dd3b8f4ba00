"""Forms in plain words: what is wanted, in which form, and never that someone was wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.DateField: {"invalid": _("Write the day as year, month and day: 1923-04-15.")},
    forms.IntegerField: {"invalid": _("Write a whole number.")},
    forms.DecimalField: {"invalid": _("Write a number.")},
    forms.ChoiceField: {"invalid_choice": _("Choose one of the answers given.")},
    forms.FileField: {"empty": _("The file is empty."), "missing": _("Choose a file.")},
}


class PlainForm(forms.Form):
    """A form whose fields say what they want. Give it labels, hints (`help_text`) and nothing about looks."""

    def __init__(self, *args: Any, **particulars: Any) -> None:
        particulars.setdefault("label_suffix", "")
        super().__init__(*args, **particulars)
        for field in self.fields.values():
            field.error_messages["required"] = _("This is needed.")
            for kind, words in WORDS.items():
                if isinstance(field, kind):
                    field.error_messages.update(words)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
