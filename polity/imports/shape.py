"""How the columns of somebody's file become those of the register: what a mapping says, and what may be guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal

type Days = Literal["iso", "dmy", "mdy"]

_PARTS = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?: 00:00(?::00)?)?")


@dataclass(frozen=True)
class Shape:
    """What is done to a file's columns on the way in.

    names      of the file's header, in small letters, to the register's columns; empty: left out. None: as they stand
    constants  what every row says in a column that the file does not have
    days       in which order days are written, where they are not written as 1923-04-15
    skip       lines that are left out, because another file stands in for them
    """

    names: Mapping[str, str] | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    days: Days = "iso"
    skip: frozenset[int] = frozenset()

    def named(self, header: str, known: Sequence[str]) -> str | None:
        """The register's column for a column of the file; None where it is left out on purpose."""
        if self.names is None:
            return header
        if header in self.names:
            return self.names[header] or None
        return header if header in known else None

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "names": None if self.names is None else dict(self.names),
            "constants": dict(self.constants),
            "days": self.days,
            "skip": sorted(self.skip),
        }


def of_plain(said: Mapping[str, Any]) -> Shape:
    """A shape as `Shape.plain` wrote it."""
    return Shape(said["names"], said["constants"], said["days"], frozenset(said["skip"]))


def as_day(text: str, order: Days) -> str:
    """A day in the order of somewhere as 1923-04-15; anything else as it stands."""
    found = _PARTS.fullmatch(text)
    if found is None or order == "iso" or len(found[1]) > 2:
        return text[:10] if found is not None and len(found[1]) == 4 else text
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    day, month = (first, second) if order == "dmy" else (second, first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


# What columns are called in the files of others: the register's name, and words that mean it.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("polity id", "record id", "record"),
    "family": ("family name", "surname", "last name", "lastname", "name", "nachname", "familienname", "nom", "фамилия",
               "apellido", "cognome"),
    "given": ("given name", "first name", "firstname", "forename", "vorname", "prénom", "prenom", "имя", "nombre",
              "nome"),
    "middle": ("middle name", "patronymic", "second name", "отчество"),
    "unit": ("branch", "unit code", "cell", "local", "section", "ortsgruppe", "unité", "подразделение", "организация"),
    "standing": ("status", "state", "membership", "type", "статус"),
    "since": ("from", "start", "joined", "member since", "date joined", "join date", "entry date", "eintritt",
              "eintrittsdatum", "дата вступления", "с"),
    "until": ("to", "end", "left", "member until", "exit date", "austritt", "по"),
    "counted_from": ("counted from", "seniority", "seniority date", "стаж с"),
    "reason": ("reason for leaving", "ground", "причина"),
    "facts_since": ("facts since", "data as of", "as of"),
    "born": ("birthday", "birth date", "date of birth", "dob", "birthdate", "geburtsdatum", "geboren",
             "date de naissance", "дата рождения"),
    "sex": ("gender", "geschlecht", "sexe", "пол"),
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}")


@dataclass(frozen=True)
class Look:
    """The first look at a file.

    header   its column names as they stand
    rows     how many rows it has, blank ones left out
    samples  the first values of each column
    """

    header: tuple[str, ...]
    rows: int
    samples: tuple[tuple[str, ...], ...]


def suggested(look: Look, known: Sequence[str], values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each column of a file the register's column that it probably is; each of these once.

    values  what can stand in the register's columns that have a list of values, and codes of units
    """
    found: dict[str, str] = {}
    for judge in (_by_name, _by_synonym, _by_values, _nearly):
        for at, head in enumerate(look.header):
            name = head.strip().lower()
            if name not in found:
                column = judge(name, look.samples[at], known, values)
                if column is not None and column not in found.values():
                    found[name] = column
    return found


def _spelt(name: str) -> str:
    return " ".join(re.split(r"[\s_\-.:]+", name)).strip()


def _by_name(name: str, _: Sequence[str], known: Sequence[str], __: Mapping[str, Sequence[str]]) -> str | None:
    plain = _spelt(name).replace(" ", "_")
    return plain if plain in known else None


def _by_synonym(name: str, _: Sequence[str], known: Sequence[str], __: Mapping[str, Sequence[str]]) -> str | None:
    return next((column for column in known if _spelt(name) in SYNONYMS.get(column, ())), None)


def _by_values(_: str, sample: Sequence[str], known: Sequence[str], values: Mapping[str, Sequence[str]]) -> str | None:
    said = {value.strip().lower() for value in sample if value.strip()}
    if not said:
        return None
    for column, choices in values.items():
        if column in known and choices and said <= {choice.lower() for choice in choices}:
            return column
    return None


def _nearly(name: str, sample: Sequence[str], known: Sequence[str], _: Mapping[str, Sequence[str]]) -> str | None:
    near = get_close_matches(_spelt(name).replace(" ", "_"), known, 1, cutoff=0.8)
    return near[0] if near else None


def order_of_days(look: Look) -> Days:
    """In which order a file probably writes its days."""
    days = [value for sample in look.samples for value in sample if _DAY.fullmatch(value)]
    parts = [tuple(map(int, re.split(r"[./-]", day))) for day in days if not re.match(r"\d{4}-", day)]
    if not parts:
        return "iso"
    return "mdy" if any(second > 12 for _, second, _ in parts) else "dmy"
