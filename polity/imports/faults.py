"""What can be wrong with a row, in words: where it stands, what is so, and the remedy."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

LONGEST = 80  # letters of a value that are shown again


class Words(NamedTuple):
    """The wording of a fault; `{value}`, `{column}` and `{detail}` are filled in."""

    says: str
    remedy: str


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file.

    row     the line on which the row begins, the header being line 1; 0 where it concerns the whole file
    column  the name of the column as the header has it; empty where it concerns the whole row
    code    what kind of fault it is; `FAULTS` words it
    value   what stands there, cut to a length that can be shown
    detail  what else there is to say: what is expected, the other row
    """

    row: int
    column: str
    code: str
    value: str = ""
    detail: str = ""

    @property
    def says(self) -> str:
        """What is wrong."""
        return self._filled(FAULTS[self.code].says)

    @property
    def remedy(self) -> str:
        """What can be done about it."""
        return self._filled(FAULTS[self.code].remedy)

    def _filled(self, text: str) -> str:
        first, _, second = self.detail.partition("\x1f")
        parts = {"value": self.value, "column": self.column, "detail": first, "more": second}
        return text.format(**{name: clean(part) for name, part in parts.items()})

    def plain(self) -> dict[str, object]:
        """As JSON shows it."""
        return {
            "row": self.row,
            "column": self.column or None,
            "code": self.code,
            "value": clean(self.value),
            "says": self.says,
            "remedy": self.remedy,
        }


def cut(value: str) -> str:
    """A value short enough to be shown again, without letters that would upset a screen."""
    shown = clean(value[:LONGEST])
    return shown + "…" if len(value) > LONGEST else shown


def clean(text: str) -> str:
    """A text without letters that would upset a screen: none that hides, turns round or ends what stands beside it."""
    if text.isprintable():
        return text
    upsetting = (unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029" for letter in text)
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if upset else letter for letter, upset in zip(text, upsetting, strict=True)
    )


_CELL = "Fill it in."
_DAY = "Write the day as 1923-04-15."

FAULTS: Mapping[str, Words] = {
    # --- the file as a whole
    "file.none": Words("The file cannot be opened: {detail}.", "Name a file that is there and may be read."),
    "file.empty": Words("The file is empty.", "Give a file with a header and at least one row."),
    "file.kind": Words("This is {detail}, not a text file.", "Save it as CSV in UTF-8, or as JSON Lines."),
    "file.size": Words("The file is larger than {detail} bytes.", "Divide it into several files."),
    "file.memory": Words("The file does not fit into {detail} MiB of memory.", "Divide it into several files."),
    "file.room": Words("There is no room for the examination in the folder {detail}.", "Make room on that disk."),
    "file.many": Words("The file holds more than {detail} rows.", "Divide it into several files."),
    "file.lost": Words(
        "The file could not be read: it asked for more memory or time than a file may take, or it is broken.",
        "Save it anew as CSV in UTF-8, or divide it into several files.",
    ),
    "sheet.broken": Words(
        "The sheet cannot be opened: it is broken, or it has a password.", "Save it anew without a password, or as CSV."
    ),
    "sheet.swells": Words(
        "The sheet swells when it is opened, to more than {detail} MiB or from next to nothing.", "Save it as CSV."
    ),
    "sheet.entities": Words(
        "The sheet holds definitions that no sheet needs (a document type).", "Save it anew, or as CSV."
    ),
    "file.ends": Words("Its lines end in a way of their own (CR alone).", "Save it with line ends LF or CRLF."),
    "file.encoding": Words(
        "From byte {detail} on this is not {more}.", "Save the file as UTF-8."
    ),
    "file.rows": Words("The file holds more than {detail} units.", "Divide it into several files."),
    "header.none": Words(
        "The first line holds none of the known column names.", "Begin the file with a header. Known are: {detail}."
    ),
    "header.missing": Words("The column {column} is missing.", "Add it to the header and to every row."),
    "header.unknown": Words("No column is called “{value}”.", "{detail}"),
    "header.twice": Words("The column {column} stands in the header twice.", "Leave one of them out."),
    "header.wide": Words("The header has more than {detail} columns.", "Leave out the columns that are not needed."),
    # --- rows and cells as written
    "row.long": Words("The line is longer than {detail} bytes.", "Shorten it; perhaps a line end is missing."),
    "row.cells": Words(
        "The row has {value} cells, the header {detail}.",
        "Give the row {detail} cells; a cell that holds the separator stands in quotation marks.",
    ),
    "row.json": Words("The line is not one JSON object: {detail}.", 'Write it as {{"family": "...", "unit": "..."}}.'),
    "cell.quote": Words(
        "A quotation mark stands where it cannot: {value}",
        "Put the whole cell in quotation marks and write each mark inside it twice.",
    ),
    "cell.open": Words("A quotation mark opens and is not closed.", "Close it at the end of the cell."),
    "cell.control": Words("The cell holds a character that is no text ({detail}).", "Take the character out."),
    "cell.long": Words("The cell has {value} letters; {detail} can be recorded.", "Shorten it."),
    "cell.encoding": Words(
        "Byte {detail} of the file is not UTF-8{more}.", "Save the file as UTF-8."
    ),
    "cell.kind": Words("“{value}” is not a text, a whole number, true or false.", "Write the value as text."),
    "cell.empty": Words("{column} is empty, and it is needed.", _CELL),
    # --- values
    "id.form": Words("“{value}” is not an id.", "Write it as in 3F7K-9QWE-2ZXM, or leave it empty."),
    "id.unknown": Words(
        "No record that you may see bears the id {value}.", "Correct the id, or leave it empty, so that one is made."
    ),
    "id.kind": Words("{value} is the id of a {detail}, not of a person.", "Leave the id empty, so that one is made."),
    "id.erased": Words("The record {value} was erased.", "Leave the id empty if they wish to be recorded anew."),
    "day.form": Words("“{value}” is not a day.", _DAY),
    "standing.value": Words("“{value}” is not a standing.", "Choose one of: {detail}."),
    "unit.unknown": Words("No unit is called “{value}”.", "Give the unit's code or id, or import the units first."),
    "unit.day": Words(
        "The unit {value} does not stand on {detail}.", "Choose a unit that stands on that day, or another day."
    ),
    "unit.until": Words(
        "The unit {value} does not stand through all of these days: only up to {detail}.",
        "End the row on that day, and give a row of its own for the unit that follows.",
    ),
    "days.order": Words("The days end on {value}, not after they begin on {detail}.", "Let them end after they begin."),
    "counted.late": Words(
        "The standing counts from {value}, but begins on {detail} already.", "Give that day or an earlier one."
    ),
    "reason.standing": Words(
        "A reason is given for the standing {detail}.", "Only a former member has a reason; leave it empty."
    ),
    "field.value": Words("“{value}” cannot be recorded as {column}.", "What can be recorded: {detail}."),
    "facts.clash": Words(
        "Row {detail} says something else of the same person from the same day.", "Let facts_since of one row differ."
    ),
    # --- rows beside each other, and beside the register
    "person.twice": Words("The same person stands in row {detail} already.", "Keep one of the two rows."),
    "person.other": Words(
        "Row {detail} gives the same id to somebody of another name.", "Correct the id or the name of one of the two."
    ),
    "person.several": Words(
        "{detail} people on the register have this name, birthday and unit.", "Give the id of the one who is meant."
    ),
    "person.many": Words("The file has more than {detail} rows of this person.", "Correct the id, or leave rows out."),
    "spell.overlap": Words(
        "This spell, which begins on {value}, holds a day that row {detail} holds, too; that one {more}.",
        "Let each spell begin on or after the day on which the one before it ends.",
    ),
    "spell.further": Words(
        "The register has this person already, without a spell that begins on {value}.",
        "What happened to them since is entered by its own act, such as membership.transfer; "
        "a wrong record is put right by record.correct.",
    ),
    "spell.differs": Words(
        "For this spell the register has {column} {detail}, the file {value}.",
        "Enter what happened by its own act, such as membership.transfer; put a wrong record right by record.correct.",
    ),
    "act": Words("{detail}", "{more}"),
    # --- units
    "unit.twice": Words("The same unit stands in row {detail} already.", "Keep one of the two rows."),
    "unit.overlap": Words(
        "Row {detail} says something else of the same unit on the same days.", "Let one row end where the next begins."
    ),
    "unit.code": Words("The code {value} is borne by another unit: {detail}.", "Choose another code."),
    "unit.tier": Words("“{value}” is not a tier of this organisation.", "Choose one of: {detail}."),
    "unit.order": Words("A unit of the tier {value} cannot stand under one of {detail}.", "Choose a higher unit."),
    "unit.root": Words("Another unit stands under no other already: {detail}.", "Name the unit it belongs under."),
    "unit.cycle": Words("The unit would stand under itself: {detail}.", "Choose a parent outside its own subtree."),
    "unit.differs": Words(
        "For this unit the register has {column} {detail}, the file {value}.",
        "To change it, give as `since` the day of the change; what was recorded wrongly is not changed by an import.",
    ),
    "unit.fixed": Words(
        "For this unit the register has {column} {detail}, the file {value}.",
        "No act changes the {column} of a unit that stands. Dissolve it and found another.",
    ),
}  # fmt: skip
