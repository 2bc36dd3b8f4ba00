"""Read statutes and reforms from their text: structure and syntax. Meaning is checked when a law is made of them."""

from __future__ import annotations

from polity.statutes.amending import read_reform
from polity.statutes.declaring import NOTES, read_sections
from polity.statutes.documents import Reform, Statute
from polity.statutes.faults import Faults
from polity.statutes.fields import Fields, spot
from polity.statutes.loading import load


def read(text: str, *, name: str = "") -> list[Statute | Reform]:
    """Read the statutes and reforms of a YAML text.

    `name` says in faults where the text came from. Raises Faulty with everything found, by line and column.
    """
    faults = Faults(name)
    found: list[Statute | Reform] = []
    for document in load(text, name=name):
        fields = Fields(document, faults, "")
        if fields.has("reform"):
            found.append(read_reform(fields, name))
        elif fields.has("statute"):
            found.append(_statute(fields, name))
        else:
            says = "It is not said whether this is a statute or a reform."
            faults.add("document.kind", document, says, "Begin with a line such as: statute: our-rules")
    faults.raise_any()
    return found


def _statute(fields: Fields, document: str) -> Statute:
    name = fields.text("statute")
    subject = fields.name("subject") or "person"
    made = Statute(
        name=name,
        subject=subject,
        title=fields.text("title"),
        since=fields.day("from") or fields.day("adopted"),
        source=fields.source(),
        status=fields.text("status"),
        status_note=fields.text("status_note"),
        sections=read_sections(fields),
        document=document,
        place=spot(fields.map),
    )
    fields.day("adopted")
    fields.close(*NOTES)
    return made
