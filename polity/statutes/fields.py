"""Take the fields of a document one by one: of the right shape, each known, and each fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from polity.statutes.documents import Expression
from polity.statutes.faults import Faults, Spot, did_you_mean
from polity.statutes.language import KEYWORDS, Misread, canonical, parse
from polity.statutes.loading import Map, Seq, Text, Value

NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
_CODE = re.compile(r"[^\s'\"\\][^'\"\\\n\x00-\x1f]{0,59}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONE = {"rules": "rule", "facts": "fact", "params": "parameter"}
_WHOLE = re.compile(r"-?\d{1,18}")


def spot(value: object) -> Spot:
    """Where a piece of text stood."""
    document = str(getattr(value, "document", ""))
    return Spot(int(getattr(value, "line", 0)), int(getattr(value, "column", 0)), document)


class Fields:
    """A mapping being read: what is taken is remembered, what is left over is a fault."""

    def __init__(self, found: Map, faults: Faults, where: str) -> None:
        self.map, self.faults, self.where = found, faults, where
        self.taken: set[str] = set()

    def fault(self, code: str, place: object, says: str, remedy: str) -> None:
        """Note a fault in this part of the document."""
        self.faults.add(code, place, says, remedy, where=self.where)

    def key(self, name: str) -> Text | None:
        """The name as written, which knows its place."""
        return next((key for key in self.map if key == name and isinstance(key, Text)), None)

    def take(self, name: str) -> Value:
        """The value as it stands, or None."""
        self.taken.add(name)
        return self.map.get(name)

    def has(self, name: str) -> bool:
        """Whether the field is written."""
        return name in self.map

    def text(self, name: str, otherwise: str = "") -> str:
        """A line of text."""
        value = self.take(name)
        if isinstance(value, Text):
            return value
        if value is not None:
            self.fault("field.text", value, f"{name} must be a text.", "Write one line of text after the colon.")
        return otherwise

    def words(self, name: str) -> str:
        """A text, or a list of texts joined by commas: sources are written either way."""
        value = self.take(name)
        if isinstance(value, Seq):
            return ", ".join(str(item) for item in value if isinstance(item, Text))
        return self.text(name)

    def source(self) -> str:
        """The source, under either of its two names."""
        return self.words("source") or self.words("sources")

    def name(self, name: str) -> str:
        """A name of the law: lower-case letters, digits and underscores."""
        value = self.text(name)
        return value if not value or self.named(value) else ""

    def named(self, value: str) -> bool:
        """Whether a text will serve as a name; says so if not."""
        if not NAME.fullmatch(value):
            says = f"{value[:60]} cannot be a name."
            self.fault("name", value, says, "Use lower-case letters, digits and underscores, 48 at most.")
        elif value in KEYWORDS:
            self.fault("name", value, f"{value} is a word of the language.", "Choose another name.")
        else:
            return True
        return False

    def choice(self, name: str, choices: tuple[str, ...], otherwise: str) -> str:
        """One of a few words."""
        value = self.text(name, otherwise)
        if value not in choices and value != otherwise:
            says = f"{name} cannot be {value[:60]}."
            self.fault("field.choice", value, says, did_you_mean(value, choices, f"Choose from: {', '.join(choices)}."))
            return otherwise
        return value

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes, each once."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, Seq):
            self.fault("field.list", value, f"{name} must be a list.", "Write: [one, other].")
            return ()
        return tuple(code for code in self.each_code(value))

    def each_code(self, values: Seq) -> Iterator[str]:
        """The codes of a list."""
        seen: set[str] = set()
        for value in values:
            if not isinstance(value, Text) or not _CODE.fullmatch(value):
                self.fault("code", value, "A code must be a short text without quotes.", "Write one word for each.")
            elif value in seen:
                self.fault("code.twice", value, f"{value} is listed twice.", "Keep one of the two.")
            else:
                seen.add(value)
                yield str(value)

    def day(self, name: str) -> date | None:
        """A date, written as 1922-08-07."""
        value = self.take(name)
        return None if value is None else self.as_day(value)

    def as_day(self, value: Value) -> date | None:
        """A date from text; a fault if it is none."""
        if isinstance(value, Text) and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fault("date", value, f"{str(value)[:60]} is not a day.", "Write year, month and day, as in 1922-08-07.")
        return None

    def whole(self, value: Value, what: str) -> int:
        """A whole number from text; a fault and 0 if it is none."""
        if isinstance(value, Text) and _WHOLE.fullmatch(value):
            return int(value)
        self.fault("number", value, f"{what} must be a whole number.", "Write digits only, 18 at most.")
        return 0

    def fields(self, name: str, where: str = "") -> Fields | None:
        """A mapping inside this one."""
        value = self.take(name)
        return None if value is None else self.inner(value, where or name)

    def inner(self, value: Value, where: str) -> Fields | None:
        """A mapping, to be read in its turn."""
        if isinstance(value, Map):
            return Fields(value, self.faults, where)
        says = "Names with values are expected here."
        self.faults.add("field.map", value, says, "Indent them below this line.", where=where)
        return None

    def entries(self, name: str) -> Iterator[tuple[str, Fields]]:
        """The named entries of a section, each a mapping."""
        section = self.fields(name)
        if section is None:
            return
        for key, value in section.map.items():
            inner = section.inner(value, f"{_ONE.get(name, name)} {key[:60]}")
            if inner is not None and section.named(key):
                yield str(key), inner

    def each(self, name: str) -> Iterator[Fields]:
        """The mappings of a list; one mapping alone will do."""
        value = self.take(name)
        items: list[Value] = list(value) if isinstance(value, Seq) else [value] if value is not None else []
        for item in items:
            inner = self.inner(item, self.where or name)
            if inner is not None:
                yield inner

    def expression(self, name: str) -> Expression | None:
        """A piece of the language, parsed."""
        value = self.take(name)
        if not isinstance(value, Text):
            says = f"{name} must be a condition or a value in the language of clauses."
            self.fault("field.expression", value or self.key(name) or self.map, says, "Write it in quotes.")
            return None
        try:
            return Expression(canonical(value), value, parse(value))
        except Misread as misread:
            place = within(value, misread.at)
            self.fault("language", place, misread.says, misread.remedy)
            return None

    def close(self, *ignored: str) -> None:
        """Say which fields are not known here."""
        for key in self.map:
            if key not in self.taken and key not in ignored:
                known = sorted(self.taken)
                remedy = did_you_mean(key, known, f"What can stand here: {', '.join(known)}.")
                self.fault("field.unknown", key, f"{key[:60]} has no meaning here.", remedy)


def within(text: str, offset: int) -> Spot:
    """The place of a letter within a text that knows its own place."""
    if isinstance(text, Text):
        return Spot(text.line, text.column if text.inside is None else text.inside + offset, text.document)
    return Spot()
