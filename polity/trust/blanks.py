"""What a page offers: the addresses it leads to, and its forms, to be filled in with whatever is to be tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

PEOPLE = (
    "person", "sponsor", "contact", "member", "other", "owner", "present", "came", "went", "officer", "second",
    "people", "new_holder", "id",
)  # fmt: skip
UNITS = ("unit", "receiving", "parent", "into", "under", "units", "from_unit")


@dataclass
class Field:
    """A field of a form, as the page shows it."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it is sent, how, and its fields."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, foreign: Mapping[str, str]) -> dict[str, Any]:
        """The form as somebody fills it in: what stands there stays, and people and units are those given."""
        found: dict[str, Any] = {}
        for one in self.fields:
            value = _value(one, foreign)
            if value is None:
                continue
            if one.name in found:
                held = found[one.name]
                found[one.name] = [*held, value] if isinstance(held, list) else [held, value]
            else:
                found[one.name] = value
        return found


def _value(one: Field, foreign: Mapping[str, str]) -> str | None:
    for names, what in ((PEOPLE, "person"), (UNITS, "unit")):
        if one.name in names and what in foreign and one.kind != "hidden":
            return foreign[what]
    if one.kind in ("submit", "button", "file"):
        return None
    if one.options:
        return one.value or next((option for option in one.options if option), "")
    if one.kind == "number":
        return one.value or "1"
    if one.kind in ("checkbox", "radio"):
        return one.value or "on"
    if one.kind == "date":
        return one.value or "2026-06-15"
    return one.value or ("2026-06-15" if one.name.endswith(("_by", "until", "since", "expires")) else "x")


class Page(HTMLParser):
    """The forms of a page, and the addresses it leads to."""

    def __init__(self, body: bytes, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select: Field | None = None
        self._text: Field | None = None
        self.feed(body.decode("utf-8", "replace"))

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attributes}
        if tag == "a" and held.get("href"):
            self._led(held["href"])
        elif tag == "form":
            self.forms.append(Form(held.get("action") or self.address, held.get("method", "get").lower()))
        elif self.forms and held.get("name") and tag in ("input", "select", "textarea", "button"):
            kind = held.get("type", "text") if tag in ("input", "button") else tag
            made = Field(held["name"], kind, held.get("value", ""))
            self.forms[-1].fields.append(made)
            self._select = made if tag == "select" else None
            self._text = made if tag == "textarea" else None
        elif tag == "option" and self._select is not None:
            self._select.options.append(held.get("value", ""))
            if "selected" in held:
                self._select.value = held.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data.strip()

    def _led(self, href: str) -> None:
        if href.startswith("?"):
            self.links.append(self.address.partition("?")[0] + href)
        elif href.startswith("/"):
            self.links.append(href.partition("#")[0])
