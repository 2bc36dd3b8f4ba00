"""Help as it is written for people, as HTML: the part of Markdown that the documentation uses, and nothing else.

Everything that is written is escaped; no HTML in a text comes through. A link leads to another page of the help, to a
page of the program or to an address with https; what leads elsewhere is shown as plain words.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

type Links = Callable[[str], str]  # an address for what a text links to, or "" where it leads nowhere from here

COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
FENCE = re.compile(r"^```(.*)$")
HEADING = re.compile(r"^(#{1,4}) (.+)$")
ITEM = re.compile(r"^(-|\d+\.) +(.*)$")
PICTURE = re.compile(r"^!\[([^\]]*)\]\((?:[^)\s]*/)?([\w-]+)\.png\)$")
INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)")
DIVISION = re.compile(r"^\|[\s:|-]+\|$")


def shown(text: str, links: Links, places: Links) -> SafeString:
    """The text as HTML. `places` gives the address of what a bold word names, where it names a page."""
    return mark_safe("\n".join(_Page(text, links, places).blocks()))  # every piece is escaped below


def title_of(text: str) -> str:
    """The first heading."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def lead_of(text: str) -> str:
    """The first paragraph in plain words."""
    paragraphs = re.split(r"\n{2,}", COMMENT.sub("", text).strip())
    plain = next((part for part in paragraphs if part[:1].isalpha()), "")
    return INLINE.sub(lambda found: next(filter(None, found.groups()), ""), " ".join(plain.split()))


class _Page:
    """One text on its way: lines are taken from the front, block after block."""

    def __init__(self, text: str, links: Links, places: Links) -> None:
        self.lines, self.at = COMMENT.sub("", text).strip("\n").split("\n"), 0
        self.links, self.places, self.tables = links, places, 0

    def blocks(self) -> Iterator[str]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif FENCE.match(line):
                yield self._fence()
            elif found := HEADING.match(line):
                self.at += 1
                level = len(found[1])
                yield format_html('<h{0} id="{1}">{2}</h{0}>', level, slugify(found[2]), self.inline(found[2]))
            elif found := PICTURE.match(line):
                self.at += 1
                yield format_html(
                    '<p class="shot"><img src="/help/pictures/{}.png" alt="{}" loading="lazy"></p>', found[2], found[1]
                )
            elif ITEM.match(line):
                yield self._list()
            elif line.startswith("|"):
                yield self._table()
            else:
                yield format_html("<p>{}</p>", self.inline(self._while(self._is_text)))

    def inline(self, text: str) -> SafeString:
        """Words with code, links and stress."""
        parts, last = [], 0
        for found in INLINE.finditer(text):
            parts += [escape(text[last : found.start()]), self._stressed(found)]
            last = found.end()
        return SafeString("".join([*parts, escape(text[last:])]))

    def _stressed(self, found: re.Match[str]) -> str:
        code, strong, soft, words, target = found.groups()
        if code:
            return format_html('<code class="long">{}</code>', code)
        if strong:
            address = self.places(strong)
            named = format_html('<a href="{}">{}</a>', address, strong) if address else self.inline(strong)
            return format_html("<b>{}</b>", named)
        if soft:
            return format_html("<em>{}</em>", self.inline(soft))
        address = self.links(target)
        return format_html('<a href="{}">{}</a>', address, self.inline(words)) if address else self.inline(words)

    def _while(self, belongs: Callable[[str], bool]) -> str:
        """The first line, and what goes on with it, as one."""
        taken = [self.lines[self.at].strip()]
        self.at += 1
        while self.at < len(self.lines) and belongs(self.lines[self.at]):
            taken.append(self.lines[self.at].strip())
            self.at += 1
        return " ".join(taken)

    @staticmethod
    def _is_text(line: str) -> bool:
        return bool(line.strip()) and not any(
            kind.match(line) for kind in (FENCE, HEADING, ITEM, PICTURE)
        ) and not line.startswith("|")  # fmt: skip

    def _fence(self) -> str:
        self.at += 1
        body: list[str] = []
        while self.at < len(self.lines) and not FENCE.match(self.lines[self.at]):
            body.append(self.lines[self.at])
            self.at += 1
        self.at += 1
        return format_html('<pre class="law" tabindex="0">{}</pre>', "\n".join(body))

    def _list(self) -> str:
        first = ITEM.match(self.lines[self.at])
        assert first is not None
        kind = "ul" if first[1] == "-" else "ol"
        items = []
        while self.at < len(self.lines) and (found := ITEM.match(self.lines[self.at])):
            if (found[1] == "-") != (kind == "ul"):
                break
            text = self._while(lambda line: line.startswith("  ") and bool(line.strip()))
            items.append(format_html("<li>{}</li>", self.inline(ITEM.sub(r"\2", text))))
            self._skip_blank_between_items()
        return format_html("<{0}>{1}</{0}>", kind, SafeString("".join(items)))

    def _skip_blank_between_items(self) -> None:
        after = self.at + 1
        if after < len(self.lines) and not self.lines[self.at].strip() and ITEM.match(self.lines[after]):
            self.at = after

    def _table(self) -> str:
        rows: list[Sequence[str]] = []
        while self.at < len(self.lines) and self.lines[self.at].startswith("|"):
            line = self.lines[self.at]
            self.at += 1
            if not DIVISION.match(line):
                rows.append([cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])])
        head, *body = rows
        cells = SafeString("".join(self._head(cell) for cell in head))
        self.tables += 1
        lines = SafeString("".join(format_html("<tr>{}</tr>", self._cells(row)) for row in body))
        return format_html(
            '<div class="table-frame" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            f"{self.tables}: {', '.join(filter(None, head))}", cells, lines,
        )  # fmt: skip

    def _head(self, cell: str) -> str:
        return format_html('<th scope="col">{}</th>', self.inline(cell)) if cell else "<td></td>"

    def _cells(self, row: Sequence[str]) -> SafeString:
        return SafeString("".join(format_html("<td>{}</td>", self.inline(cell)) for cell in row))
