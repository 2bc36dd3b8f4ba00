"""What the codes of the register are called for people. What an organisation declares itself is shown as declared."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MANY: Mapping[str, Promise] = {
    "member": _("Members"),
    "candidate": _("Candidates"),
    "sympathiser": _("Sympathisers"),
    "former": _("Former"),
}
CODES: Mapping[str, Promise] = {
    "member": _("member"),
    "candidate": _("candidate"),
    "sympathiser": _("sympathiser"),
    "former": _("former"),
    "left": _("left"),
    "excluded": _("excluded"),
    "died": _("died"),
    "lapsed": _("lapsed"),
    "applied": _("applied"),
    "decided": _("decided by the branch"),
    "confirmed": _("confirmed"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "released": _("released, yet to be acknowledged"),
    "received": _("acknowledged"),
    "asked": _("asked for, yet to be released"),
    "declined": _("declined"),
    "called": _("called"),
    "held": _("held"),
    "cancelled": _("cancelled"),
    "visit": _("visit"),
    "meeting": _("meeting"),
    "call": _("call"),
    "letter": _("letter"),
    "message": _("message"),
    "not_met": _("not met"),
    "lodged": _("lodged, yet to be answered"),
    "replied": _("answered by the body, yet to be decided"),
    "upheld": _("upheld"),
    "dismissed": _("dismissed"),
    "true": _("yes"),
    "false": _("no"),
    "female": _("female"),
    "male": _("male"),
    "worker": _("worker"),
    "peasant": _("peasant"),
    "employee": _("employee"),
    "unascertained": _("not ascertained"),
    "other": _("other"),
    "none": _("none"),
    "founded": _("Founded"),
    "renamed": _("Renamed"),
    "moved": _("Moved"),
    "altered": _("Altered"),
    "dissolved": _("Dissolved"),
    "merged into": _("Merged into"),
    "merged from": _("Merged from"),
    "split into": _("Split into"),
    "split from": _("Split from"),
    "secretary": _("secretary"),
    "control_commissioner": _("control commissioner"),
    "town": _("town"),
    "country": _("country"),
    "centre": _("centre"),
    "guberniya": _("guberniya"),
    "uezd": _("uezd"),
    "volost": _("volost"),
    "nucleus": _("nucleus"),
}
UNKNOWN = _("not known")
DIMENSIONS: Mapping[str, Promise] = {
    "standing": _("Standing"),
    "reason": _("Reason for leaving"),
    "counted_year": _("Year from which the standing counts"),
    "entry_year": _("Year of entry"),
    "cohort": _("Cohort of entry"),
    "age": _("Age"),
    "age_band": _("Age group"),
    "years_standing": _("Completed years of membership"),
    "unit": _("Unit"),
    "unit_kind": _("Kind of unit"),
    "tier": _("Tier"),
    "place": _("Town or country"),
}


def said(code: object) -> str:
    """A code in words; `True` and `False` too. What nobody has declared a word for loses its underlines."""
    words = _words(get_language())
    if code is None or code == "":
        return words[""]
    text = str(code).lower() if isinstance(code, bool) else str(code)
    return words[text] if text in words else text.replace("_", " ")


@lru_cache
def _words(language: str | None) -> Mapping[str, str]:
    """The codes in the language that is spoken now."""
    return {"": str(UNKNOWN), **{code: str(word) for code, word in CODES.items()}}


@lru_cache
def _dimensions(language: str | None) -> Mapping[str, str]:
    """The dimensions in the language that is spoken now."""
    return {name: str(word) for name, word in DIMENSIONS.items()}


def headed(code: object) -> str:
    """The same at the beginning of a line."""
    text = said(code)
    return text[:1].upper() + text[1:]


def dimension(name: str, declared: Mapping[str, str]) -> str:
    """What a dimension of the census is called. `declared` gives the labels of the organisation's own fields."""
    if name in declared:
        return declared[name]
    known = _dimensions(get_language())
    return known[name] if name in known else headed(name)
