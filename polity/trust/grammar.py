"""Laws and texts drawn at random: by the grammar, so that most of them are law, or by no grammar at all."""

import random
from collections.abc import Callable

FACTS = """statute: drawn
subject: person
facts:
  age: {type: int, range: [0, 120]}
  owed: {type: int, range: [-30, 30]}
  pay: {type: money, range: [-1000, 5000]}
  born: {type: date, range: [1850-01-01, 1950-12-31]}
  joined: {type: date}
  class: {type: code, values: [worker, peasant, other]}
  free: {type: bool}
  sworn: {type: bool, missing: never}
lists: {land: [peasant, other], primes: [2, 3, 5, 7]}
params:
  lowest: {type: int, values: {1900-01-01: 18, 1923-01-01: 21}}
  keyed: {type: int, by: class, values: {1900-01-01: {worker: 1, peasant: -2, other: 30}}}
  cut: {type: date, values: {1900-01-01: 1920-02-29}}
  tax: {type: scale, values: {1900-01-01: [[0, 0], [100.50, 0.125], [2000, 0.333333]]}}
rules:
"""
WORDS = (
    "age", "owed", "pay", "born", "class", "free", "worker", "land", "primes", "lowest", "keyed", "tax", "and", "or",
    "not", "in", "between", "is", "unknown", "true", "false", "at", "greatest", "least", "months_between",
    "add_months", "round2", "(", ")", "[", "]", ",", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "0", "1", "7",
    "0.005", "99999999999999999999", "2020-02-30", "1923-04-15", "'worker'", "'", "/", "%", "{age}", "__class__",
    "import", "lambda", "é", "\N{ARABIC-INDIC DIGIT THREE}", "\0", "\n",
)  # fmt: skip
PIECES = (
    b"\0", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\t", b"\n", b"  ", b":", b": ", b"- ", b"[",
    b"]", b"{", b"}", b"&a ", b"*a", b"!!python/object/apply:os.system [id]", b"<<: ", b"---\n", b"...", b"|", b">",
    b"'", b'"', b"#", b"%YAML 9.9\n", b"null", b"~", b"9" * 40, b"-1", b"1e400", b"0x7f", b"2020-02-30", b"9999-12-31",
    b"0000-00-00", b"first_of:", b"all_of:", b"except: ", b"formula: ", b"by: ", b"values: ", b"reform: x\n",
    "\u2028".encode(), "\u202e".encode(), "\u0301".encode(),
)  # fmt: skip


class Drawn:
    """Expressions of a kind, by the grammar."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def law(self) -> str:
        """A statute with a rule of each shape."""
        number, date, truth, code = self.number(3), self.date(2), self.truth(3), self.truth(2)
        return (
            f'{FACTS}  worth: {{id: w, formula: "{number}"}}\n  day: {{id: d, formula: "{date}"}}\n'
            f'  kind:\n    values: [low, high]\n    first_of:\n      - {{id: k1, when: "{code}", then: high}}\n'
            f'      - {{id: k2, when: "{self.truth(2)}", then: low}}\n'
            f'  may:\n    all_of:\n      - {{id: m1, need: "{truth}"}}\n'
            f'      - {{id: m2, need: "{self.truth(2)}", except: [{{id: m2x, when: "{self.truth(1)}"}}]}}\n'
            f'  charged: {{id: c, scale: {{base: "pay - {self.draw.randrange(9)} * age", table: tax}}}}\n'
        )

    def _one_of(self, *made: Callable[[], str]) -> str:
        return self.draw.choice(made)()

    def number(self, depth: int) -> str:
        """A number."""
        if depth <= 0:
            return self.draw.choice(("age", "owed", "pay", "lowest", "keyed[class]", "7", "-3", "0.5", "12.25"))
        return self._one_of(
            lambda: f"{self.number(depth - 1)} + {self.number(depth - 1)}",
            lambda: f"{self.number(depth - 1)} - ({self.number(depth - 1)})",
            lambda: f"({self.number(depth - 1)}) * {self.draw.choice(('2', '-3', '0.1', 'owed'))}",
            lambda: f"greatest({self.number(depth - 1)}, {self.number(depth - 2)})",
            lambda: f"least({self.number(depth - 1)}, {self.number(depth - 2)}, 40)",
            lambda: f"round2({self.number(depth - 1)} * 0.335)",
            lambda: f"months_between({self.date(depth - 1)}, {self.date(depth - 2)})",
            lambda: self.number(0),
        )

    def date(self, depth: int) -> str:
        """A day."""
        if depth <= 0:
            return self.draw.choice(("born", "joined", "at", "cut", "1920-02-29"))
        return self._one_of(
            lambda: f"add_months({self.date(0)}, {self.draw.choice(('owed', '1', '-14', 'age'))})",
            lambda: f"least({self.date(depth - 1)}, {self.date(0)})",
            lambda: f"greatest({self.date(depth - 1)}, {self.date(0)})",
            lambda: self.date(0),
        )

    def truth(self, depth: int) -> str:
        """A condition."""
        sign = self.draw.choice(("=", "<>", "<", "<=", ">", ">="))
        if depth <= 0:
            return self.draw.choice(("free", "sworn", "class in land", "class = worker", "owed in primes", "born < at"))
        return self._one_of(
            lambda: f"({self.truth(depth - 1)} and {self.truth(depth - 1)})",
            lambda: f"({self.truth(depth - 1)} or {self.truth(depth - 1)})",
            lambda: f"not ({self.truth(depth - 1)})",
            lambda: f"{self.number(depth - 1)} {sign} {self.number(depth - 1)}",
            lambda: f"{self.date(depth - 1)} {sign} {self.date(depth - 1)}",
            lambda: f"{self.number(depth - 1)} between -5 and {self.number(0)}",
            lambda: f"{self.number(depth - 1)} is unknown",
            lambda: f"class {self.draw.choice(('in', 'not in'))} [worker, peasant]",
            lambda: self.truth(0),
        )


def scrambled(draw: random.Random) -> str:
    """A clause by no grammar: words in any order, or one thing far too often."""
    if draw.random() < 0.1:
        times = draw.choice((20, 60, 300, 5_000))
        return draw.choice(("(", "not ", "-", "greatest(", "keyed[", "age + ", "age in [", "1", "a")) * times
    joint = draw.choice((" ", " ", ""))
    return joint.join(draw.choice(WORDS) for _ in range(draw.randint(0, 24)))


def mutated(text: bytes, draw: random.Random) -> str:
    """A text with some bytes of it altered, doubled, moved or taken out."""
    body = bytearray(text)
    for _ in range(draw.choice((1, 1, 1, 2, 3, 8))):
        at, length = draw.randrange(len(body) + 1), draw.choice((0, 0, 1, 1, 2, 8, 40))
        kind = draw.randrange(5)
        if kind == 0:
            body[at : at + length] = draw.choice(PIECES)
        elif kind == 1 and at < len(body):
            body[at] ^= 1 << draw.randrange(8)
        elif kind == 2:
            del body[at : at + length]
        elif kind == 3:
            body[at:at] = body[at : at + length] * draw.choice((1, 2, 50))
        else:
            other = draw.randrange(len(body) + 1)
            body[at : at + length] = body[other : other + draw.choice((1, 5, 30))]
    return bytes(body).decode("utf-8", draw.choice(("replace", "surrogateescape")))
