"""The language of clauses: from text to a tree of parts, each with its place in the text.

The text is measured before it is parsed, so that no text, however made, costs more than a moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS = 1000
MOST_TOKENS = 200
MOST_DEPTH = 30
MOST_PARTS = 400

FUNCTIONS = {"greatest": (2, 16), "least": (2, 16), "months_between": (2, 2), "add_months": (2, 2), "round2": (1, 1)}
"""Each function with the fewest and the most things it takes."""

KEYWORDS = frozenset({"and", "or", "not", "in", "between", "is", "unknown", "true", "false", "at", *FUNCTIONS})

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<date>\d{4}-\d{2}-\d{2}(?!\d))|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<code>'[^'\n]*')|(?P<sign><>|<=|>=|[=<>+\-*()\[\],])|(?P<other>.)",
    re.DOTALL,
)
_HINTS = {
    "/": "There is no division: multiply the other side instead, as in votes_for * 3 >= votes_cast * 2.",
    "!": "Write <> for: is not equal to.",
    "&": "Write the word: and.",
    "|": "Write the word: or.",
    '"': "Put single quotes round a code.",
    "'": "Close the quotes.",
    ";": "One clause holds one expression.",
    "%": "There are no percentages: multiply by 100 instead.",
}
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text; `at` counts characters from its beginning."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the tree: a number, name, cell, call, comparison, and so on, with the parts below it."""

    kind: str
    text: str
    at: int
    parts: tuple[Part, ...] = ()


class Misread(Exception):
    """A text that is not in the language: where, what, and the remedy."""

    def __init__(self, at: int, says: str, remedy: str) -> None:
        super().__init__(says)
        self.at, self.says, self.remedy = at, says, remedy


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens, within the limits. Raises Misread."""
    if len(text) > MOST_CHARACTERS:
        raise Misread(0, f"The text has {len(text)} characters; {MOST_CHARACTERS} are allowed.", "Divide the clause.")
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            continue
        if kind == "other" or (kind == "name" and not match.group().isascii()):
            sign = match.group()
            says = f"{sign} has no meaning in a clause."
            raise Misread(
                match.start(), says, _HINTS.get(sign, "Use the names declared under facts, rules and params.")
            )
        if len(found) >= MOST_TOKENS:
            raise Misread(match.start(), f"There are more than {MOST_TOKENS} words and signs.", "Divide the clause.")
        found.append(Token(kind, match.group(), match.start()))
    return found


def canonical(text: str) -> str:
    """The text with one space between words and signs: equal for texts that differ in spacing only."""
    return " ".join(token.text for token in tokens(text))


def parse(text: str) -> Part:
    """Parse one expression. Raises Misread with the place of what does not fit."""
    return _Parser(tokens(text), len(text)).whole()


class _Parser:
    def __init__(self, found: list[Token], end: int) -> None:
        self.tokens = found
        self.end = end
        self.next = 0
        self.depth = 0
        self.made = 0

    def whole(self) -> Part:
        if not self.tokens:
            raise Misread(0, "There is nothing here.", "Write a condition, such as: age >= 18.")
        part = self.either()
        if (left := self.peek()) is not None:
            if left.text in _COMPARISONS:
                raise Misread(left.at, "Comparisons cannot be chained.", "Write: a < b and b < c.")
            raise Misread(
                left.at, f"{left.text} does not fit here.", "A word such as and, or, or a sign may be missing."
            )
        return part

    def peek(self) -> Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def sees(self, *texts: str) -> bool:
        token = self.peek()
        return token is not None and token.kind != "code" and token.text in texts

    def take(self) -> Token:
        token = self.peek()
        if token is None:
            raise Misread(self.end, "The text ends too soon.", "Complete the condition.")
        self.next += 1
        return token

    def expect(self, text: str) -> Token:
        token = self.peek()
        if token is None:
            raise Misread(self.end, f"A {text} is missing at the end.", f"Add the {text}.")
        if token.text != text or token.kind == "code":
            raise Misread(token.at, f"A {text} is missing before {token.text}.", f"Add the {text}.")
        return self.take()

    def make(self, kind: str, text: str, at: int, *parts: Part) -> Part:
        self.made += 1
        if self.made > MOST_PARTS:
            raise Misread(at, f"The condition has more than {MOST_PARTS} parts.", "Divide the clause.")
        return Part(kind, text, at, parts)

    def either(self) -> Part:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            at = self.tokens[min(self.next, len(self.tokens) - 1)].at
            raise Misread(at, f"More than {MOST_DEPTH} levels lie inside each other.", "Make a rule of an inner part.")
        part = self.chain("or")
        self.depth -= 1
        return part

    def chain(self, word: str) -> Part:
        read = self.refuse if word == "and" else lambda: self.chain("and")
        first = read()
        if not self.sees(word):
            return first
        found = [first]
        while self.sees(word):
            self.take()
            found.append(read())
        return self.make(word, word, first.at, *found)

    def refuse(self) -> Part:
        nots = []
        while self.sees("not"):
            nots.append(self.take())
            if len(nots) > MOST_DEPTH:
                raise Misread(nots[-1].at, "There are too many nots.", "Leave out pairs of them.")
        part = self.comparison()
        for token in reversed(nots):
            part = self.make("not", "not", token.at, part)
        return part

    def comparison(self) -> Part:
        left = self.total()
        token = self.peek()
        if token is None or token.kind == "code":
            return left
        if token.text in _COMPARISONS:
            self.take()
            return self.make("compare", token.text, token.at, left, self.total())
        if token.text in ("in", "not"):
            self.take()
            if token.text == "not":
                self.expect("in")
            part = self.make("in", "in", token.at, left, self.listing())
            return self.make("not", "not", token.at, part) if token.text == "not" else part
        if token.text == "between":
            self.take()
            low = self.total()
            self.expect("and")
            return self.make("between", "between", token.at, left, low, self.total())
        if token.text == "is":
            self.take()
            negated = self.sees("not") and bool(self.take())
            self.expect("unknown")
            part = self.make("unknown", "is unknown", token.at, left)
            return self.make("not", "not", token.at, part) if negated else part
        return left

    def listing(self) -> Part:
        token = self.take()
        if token.kind == "name":
            return self.make("list", token.text, token.at)
        if token.text != "[":
            raise Misread(token.at, f"After in comes a list, not {token.text}.", "Write: in [worker, peasant].")
        found = [self.unary()]
        while self.sees(","):
            self.take()
            found.append(self.unary())
        self.expect("]")
        return self.make("items", "[", token.at, *found)

    def total(self) -> Part:
        part = self.product()
        while self.sees("+", "-"):
            token = self.take()
            part = self.make("add" if token.text == "+" else "less", token.text, token.at, part, self.product())
        return part

    def product(self) -> Part:
        part = self.unary()
        while self.sees("*"):
            token = self.take()
            part = self.make("times", "*", token.at, part, self.unary())
        return part

    def unary(self) -> Part:
        minus = []
        while self.sees("-"):
            minus.append(self.take())
            if len(minus) > MOST_DEPTH:
                raise Misread(minus[-1].at, "There are too many minus signs.", "Leave out pairs of them.")
        part = self.primary()
        for token in reversed(minus):
            part = self.make("minus", "-", token.at, part)
        return part

    def primary(self) -> Part:
        token = self.take()
        if token.kind in ("number", "date"):
            return self.make(token.kind, token.text, token.at)
        if token.kind == "code":
            return self.make("code", token.text[1:-1], token.at)
        if token.text == "(":
            part = self.either()
            self.expect(")")
            return part
        if token.text in ("true", "false"):
            return self.make("truth", token.text, token.at)
        if token.text == "at":
            return self.make("day", "at", token.at)
        if token.text in FUNCTIONS:
            return self.call(token)
        if token.kind != "name" or token.text in KEYWORDS:
            raise Misread(token.at, f"{token.text} does not fit here.", "A name, a number or a bracket is expected.")
        if self.sees("("):
            names = ", ".join(sorted(FUNCTIONS))
            raise Misread(token.at, f"There is no function {token.text}.", f"The functions are: {names}.")
        if self.sees("["):
            self.take()
            key = self.either()
            self.expect("]")
            return self.make("cell", token.text, token.at, key)
        return self.make("name", token.text, token.at)

    def call(self, token: Token) -> Part:
        self.expect("(")
        found = [self.either()]
        while self.sees(","):
            self.take()
            found.append(self.either())
        self.expect(")")
        fewest, most = FUNCTIONS[token.text]
        if not fewest <= len(found) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            says = f"{token.text} takes {wanted} things in its brackets; {len(found)} are given."
            raise Misread(token.at, says, f"Separate them with commas, as in {token.text}(a, b).")
        return self.make("call", token.text, token.at, *found)
