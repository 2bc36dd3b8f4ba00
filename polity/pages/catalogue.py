"""The pages' words in other languages: what there is to translate, and the catalogues that Django reads.

`python -m polity.pages.catalogue` compiles every locale/*/LC_MESSAGES/django.po beside itself. Nothing but Python is
needed, so a translator can try a sentence at once.
"""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

HERE = Path(__file__).parent
UNTRANSLATED = {"gallery.py", "gallery.html"}  # for those who write pages
CALLED = {"_", "gettext", "gettext_lazy"}


def read(po: str) -> dict[str, str]:
    """Read a catalogue as translators write it: msgid and msgstr, each in one or more quoted lines."""
    entries: dict[str, str] = {}
    held = {"msgid": "", "msgstr": ""}
    place = ""
    for line in [*po.splitlines(), 'msgid ""']:
        word, _, rest = line.partition(" ")
        if word == "msgid":
            if place:
                entries[held["msgid"]] = held["msgstr"]
            held = {"msgid": "", "msgstr": ""}
        if word in held:
            place, line = word, rest
        if line.startswith('"'):
            held[place] += ast.literal_eval(line)
    return entries


def compiled(po: str) -> bytes:
    """Write a catalogue in the form that gettext reads. Sentences without a translation are left out."""
    entries = sorted((key.encode(), value.encode()) for key, value in read(po).items() if value)
    first = 28 + 16 * len(entries)
    tables: list[list[bytes]] = [[], []]
    texts = b""
    for side in (0, 1):
        for entry in entries:
            tables[side].append(struct.pack("<II", len(entry[side]), first + len(texts)))
            texts += entry[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + texts


def sentences() -> set[str]:
    """Everything in the pages' templates and modules that is to be translated."""
    found = set()
    for path in HERE.rglob("*.html"):
        if path.name not in UNTRANSLATED:
            source = templatize(path.read_text(), origin=str(path))
            found |= {
                ast.literal_eval(text) for text in re.findall(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"[^\"]*\")\)", source)
            }
            found |= {ast.literal_eval(text) for text in re.findall(r"_\((\"[^\"]*\")\)", source)}
    for path in HERE.rglob("*.py"):
        if path.name not in UNTRANSLATED:
            found |= set(_called(ast.parse(path.read_text())))
    return found


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
            match node.args:
                case [ast.Constant(value=str(text))]:
                    yield text


if __name__ == "__main__":
    for source in HERE.glob("locale/*/LC_MESSAGES/django.po"):
        source.with_suffix(".mo").write_bytes(compiled(source.read_text()))
