"""Watched figures in words: whom they count, of whom, what they shall be, and what they are."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import figures, labels, opened
from polity.readings.watched import Value, Watched

LABELS: Mapping[str, Promise] = {
    "where": gettext_lazy("Whom a figure counts"),
    "of": gettext_lazy("Of whom it is a share"),
}
HINTS: Mapping[str, Promise] = {
    "where": gettext_lazy("As the census asks: standing=member, class=worker. Empty where no figure decides."),
    "of": gettext_lazy("The whole, in the same way: standing=member. The figure is then in thousandths."),
}


def said(watched: Watched) -> str:
    """What is watched, in words: "Standing: member; Class: worker, of all with Standing: member; at least 500"."""
    whom = group(watched.where)
    if watched.measure == "per_mille":
        whom = _("%(part)s, per 1,000 of %(whole)s") % {"part": whom, "whole": group(watched.of)}
    if watched.bound is None:
        return whom
    bound = figures.number(watched.bound)
    if watched.side == "least":
        return _("%(figure)s: at least %(bound)s") % {"figure": whom, "bound": bound}
    return _("%(figure)s: at most %(bound)s") % {"figure": whom, "bound": bound}


def group(where: Mapping[str, Sequence[str]]) -> str:
    """Dimensions with their values, in words: "Standing: member; Class: worker"."""
    declared = {name: field.label for name, field in opened.house().columns.fields.items()}
    return "; ".join(
        f"{labels.dimension(name, declared)}: {', '.join(map(labels.said, values))}" for name, values in where.items()
    )


def value_said(watched: Watched, value: Value) -> str:
    """A value as people read it, or that it cannot be told."""
    if value is None:
        return _("cannot be told: fewer than ten people are counted, or nobody has recorded it")
    return figures.per_mille(value) if watched.measure == "per_mille" else figures.number(value)
