"""Find people, units, articles and entries by what a person types, within their scope."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.cases import law_of
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.people import At
from polity.readings.tree import tree_on, within
from polity.readings.units import Person, found
from polity.register import resolutions
from polity.register.register import Register
from polity.register.resolutions import Resolution
from polity.statutes import Article
from polity.words import ids, names

MOST = 20  # of each kind


class Found(NamedTuple):
    """What answers to a search, of each kind at most MOST; `more` names the kinds of which there is more."""

    people: Sequence[tuple[Person, At]]
    units: Sequence[tuple[str, str, str]]  # name, code, kind
    articles: Sequence[Article]
    entry: int | None
    more: frozenset[str]
    resolutions: Sequence[Resolution] = ()


def search(house: House, text: str, *, on: date, scope: Scope) -> Found:
    """Find by a name's beginning, a code, an id, a word of the law or of a resolution, or a number of the journal.

    People and units are those of the reader's part of the tree; rules, resolutions and the journal are everybody's.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return Found([], [], [], None, frozenset())
    with house.register(scope=scope) as register:
        people = _people(register, wanted, on)
        entry = _entry(register, wanted)
        moved = _resolutions(register, wanted, on)
    units = _units(house, wanted, on, scope)
    if not units and (one := found(house, wanted, on=on, scope=scope)) is not None:
        units = _one(house, one, scope)
    articles = _articles(house, wanted, on, scope)
    counts = {
        "people": len(people), "units": len(units), "articles": len(articles), "resolutions": len(moved),
    }  # fmt: skip
    more = frozenset(name for name, count in counts.items() if count > MOST)
    return Found(people[:MOST], units[:MOST], articles[:MOST], entry, more, moved[:MOST])


def _people(register: Register, wanted: str, on: date) -> list[tuple[Person, At]]:
    number = ids.read(wanted)
    prefix = names.sort_key(wanted.replace(",", " "), "", "")
    values: list[object] = [number] if number is not None else [prefix, prefix + chr(0x10FFFF)]
    condition = "n.person = %s" if number is not None else "n.sort >= %s AND n.sort < %s"
    if not prefix:
        return []
    register.cursor.execute(
        "SELECT n.person, n.family, n.given, n.middle, s.standing, s.counted_from, s.unit, u.name, u.code"
        f" FROM (SELECT * FROM person_name n WHERE {condition} ORDER BY sort, person LIMIT {MOST + 1}) n"
        " LEFT JOIN standing s ON s.person = n.person AND s.valid @> %s::date"
        " LEFT JOIN unit u ON u.unit = s.unit AND u.valid @> %s::date ORDER BY n.sort, n.person",
        [*values, on, on],
    )
    return [
        (Person(row[0], names.full(*row[1:4]), row[4] or "", row[5], row[6] or 0), At(row[7] or "", row[8] or ""))
        for row in register.cursor.fetchall()
    ]


def _units(house: House, wanted: str, on: date, scope: Scope) -> list[tuple[str, str, str]]:
    """Units of the day by part of their name or the beginning of their code; the exact code first."""
    house.columns.refresh()
    tree = tree_on(house, on, scope=scope)
    limit = within(tree, scope)
    rows = house.columns.query(
        f"SELECT t.name, t.code, t.kind FROM {tree.table} t WHERE (contains(lower(t.name), lower(?))"
        f" OR starts_with(lower(t.code), lower(?))){' AND ' + limit if limit else ''}"
        f" ORDER BY lower(t.code) = lower(?) DESC, t.code LIMIT {MOST + 1}",
        [wanted, wanted, wanted],
    )
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]


def _one(house: House, unit: int, scope: Scope) -> list[tuple[str, str, str]]:
    with house.register(scope=scope) as register:
        last = register.unit_history(unit)[-1]
    return [(last.name, last.code, last.kind)]


def _articles(house: House, wanted: str, on: date, scope: Scope) -> list[Article]:
    law, word = law_of(house, scope=scope), wanted.casefold()

    def every() -> list[tuple[Article, str, str]]:
        found = (article for subject in law.subjects() for article in law.articles(subject, on))
        return [(one, one.id.casefold(), "\n".join((one.title, one.say, one.text)).casefold()) for one in found]

    everybody = Scope(day=on, whole=True)
    articles = kept(house, ("searched articles", law.fingerprint, on), every, scope=everybody)
    exact = [article for article, name, _words in articles if name == word]
    return exact or [article for article, _name, words in articles if len(word) > 2 and word in words]


def _resolutions(register: Register, wanted: str, on: date) -> list[Resolution]:
    """Resolutions of the day by their id, or by a word of their title or text, the latest first."""
    number, word = ids.read(wanted), wanted.casefold()
    found = [one for one in resolutions.resolutions(register) if one.opened <= on]
    if any(one.resolution == number for one in found):
        return [one for one in found if one.resolution == number]
    return [one for one in found if len(word) > 2 and word in f"{one.title} {one.says}".casefold()]


def _entry(register: Register, wanted: str) -> int | None:
    digits = wanted.replace("\u202f", "").lstrip("#")
    if not digits.isdecimal() or len(digits) > 15:
        return None
    register.cursor.execute("SELECT number FROM journal_seal WHERE number = %s", [int(digits)])
    row = register.cursor.fetchone()
    return int(row[0]) if row else None
