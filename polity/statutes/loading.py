"""Read YAML safely: text only, with the place of every piece, and nothing that can be used to overload a reader.

Every scalar stays text until the law says what it is, so no number is ever rounded on the way in, and `no` stays a
word. Refused: anchors, aliases, tags, keys given twice, deep nesting, and texts that are too long.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from polity.statutes.faults import Faults

MOST_CHARACTERS = 1024 * 1024
MOST_NESTING = 12
MOST_PIECES = 60_000
MOST_DOCUMENTS = 200

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar, with the line and column it begins at; `inside` is the column of its first letter if that is sure."""

    line: int
    column: int
    inside: int | None
    document: str

    @classmethod
    def of(cls, value: str, line: int, column: int, inside: int | None = None, document: str = "") -> Text:
        """Make a text that knows where it stood."""
        text = cls(value)
        text.document = document
        text.line, text.column, text.inside = line, column, inside
        return text


class Map(dict[str, "Value"]):
    """A mapping, with the line and column it begins at. Its keys are Text."""

    line: int = 0
    column: int = 0
    document: str = ""


class Seq(list["Value"]):
    """A list, with the line and column it begins at."""

    line: int = 0
    column: int = 0
    document: str = ""


type Value = Text | Map | Seq | None


class _Stop(Exception):
    """Reading cannot go on after this."""


def load(text: str, *, name: str) -> list[Map]:
    """Read the documents of a text. Raises Faulty with line and column of what cannot be read."""
    faults = Faults(name)
    if len(text) > MOST_CHARACTERS:
        faults.add(
            "text.long",
            None,
            f"The text has {len(text):,} characters; {MOST_CHARACTERS:,} are the most that are read.",
            "Divide it into several files.",
        )
        faults.raise_any()
    documents: list[Map] = []
    try:
        for document in _Reader(text, faults).documents():
            if isinstance(document, Map):
                documents.append(document)
            elif document is not None:
                faults.add(
                    "document.shape",
                    document,
                    "A document must be a mapping of names to values.",
                    "Begin it with a line such as: statute: our-rules",
                )
    except _Stop:
        pass
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = Text.of("", mark.line + 1, mark.column + 1) if mark else None
        said = " ".join(str(problem.problem or problem.context or "cannot be read").split())
        faults.add("yaml", place, f"The text cannot be read as YAML here: {said}.", "Check indents, colons, quotes.")
    except (yaml.YAMLError, UnicodeError, ValueError):
        faults.add(
            "yaml",
            None,
            "The text holds a character that is not allowed in YAML.",
            "Save the file as plain text in UTF-8, without control characters.",
        )
    faults.raise_any()
    return documents


def _begins(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


class _Reader:
    """Builds trees from parser events, without recursion, counting as it goes."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.lines = text.split("\n")
        self.faults = faults
        self.text = text
        self.pieces = 0

    def documents(self) -> Iterator[Value]:
        count = 0
        stack: list[Map | Seq] = []
        keys: list[Text | None] = []
        for event in yaml.parse(self.text, Loader=_PARSER):
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                done = stack.pop()
                keys.pop()
                if not stack:
                    yield done
            elif isinstance(event, yaml.NodeEvent):
                value = self.value(event, len(stack))
                if stack:
                    self.put(stack[-1], keys, value, event)
                elif isinstance(value, Text) or value is None:
                    yield value
                if isinstance(value, (Map, Seq)):
                    stack.append(value)
                    keys.append(None)
            elif isinstance(event, yaml.DocumentStartEvent):
                count += 1
                if count > MOST_DOCUMENTS:
                    self.stop("text.documents", event, f"There are more than {MOST_DOCUMENTS} documents.")

    def stop(
        self, code: str, event: yaml.Event, says: str, remedy: str = "Divide the text into several files."
    ) -> None:
        self.faults.add(code, self.place(event), says, remedy)
        raise _Stop

    @staticmethod
    def place(event: yaml.Event) -> Text:
        line, column = _begins(event)
        return Text.of("", line + 1, column + 1)

    def value(self, event: yaml.NodeEvent, depth: int) -> Value:
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            self.stop("text.pieces", event, f"The text holds more than {MOST_PIECES:,} pieces.")
        if depth >= MOST_NESTING:
            self.stop("text.nesting", event, f"More than {MOST_NESTING} levels lie inside each other.", "Flatten it.")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.stop("yaml.anchor", event, "Anchors (&) and aliases (*) are not read.", "Write the value out.")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self.stop("yaml.tag", event, "Tags (!) are not read.", "Write the value without its tag.")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        made: Map | Seq = Map() if isinstance(event, yaml.MappingStartEvent) else Seq()
        line, column = _begins(event)
        made.line, made.column, made.document = line + 1, column + 1, self.faults.where
        return made

    def scalar(self, event: yaml.ScalarEvent) -> Text | None:
        plain = event.style is None or event.style == ""
        value = str(event.value)
        if plain and value in ("", "~", "null"):
            return None
        line, column = _begins(event)
        start = column if plain else column + 1
        row = self.lines[line] if line < len(self.lines) else ""
        inside = start + 1 if row[start : start + len(value)] == value else None
        return Text.of(value, line + 1, column + 1, inside, self.faults.where)

    def put(self, holder: Map | Seq, keys: list[Text | None], value: Value, event: yaml.Event) -> None:
        if isinstance(holder, Seq):
            holder.append(value)
        elif keys[-1] is not None:
            holder[keys[-1]] = value
            keys[-1] = None
        elif not isinstance(value, Text):
            self.stop("yaml.key", event, "A name before a colon must be a single word.", "Name the entry with a word.")
        elif value in holder:
            self.stop("yaml.twice", event, f"{value} is given twice here.", "Keep one of the two.")
        else:
            keys[-1] = value
