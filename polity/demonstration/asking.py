"""Ask a register what the sources state: the callable that `figures.stated_figures` counts with."""

from datetime import date

from polity.demonstration import build, fields
from polity.demonstration.figures import Count, Of, Where, discrepancies, rivals, stated_figures
from polity.demonstration.sizes import size_named
from polity.demonstration.sources import rows
from polity.postgres.database import Database
from polity.readings.census import Question, census, unit_named
from polity.readings.house import House, Scope
from polity.readings.sources import Book
from polity.readings.tree import tree_on, within


def counter(house: House, *, scope: Scope) -> Count:
    """Count in a house: people by the census, units that stand, people who keep contact."""

    def count(*, day: date, where: Where, under: str | None, of: Of) -> int:
        unit = unit_named(house, under, on=day, scope=scope) if under else None
        if of == "people":
            return census(house, Question(on=day, where=where, under=unit), scope=scope).total
        house.columns.refresh()
        tree = tree_on(house, day, scope=scope)
        limit = within(tree, scope, unit)
        if of == "nuclei":
            conditions = ["t.tier = 'nucleus'", *([limit] if limit else [])]
            conditions += (
                [f"t.place IN ({', '.join(repr(value) for value in where['place'])})"] if "place" in where else []
            )
            return int(
                house.columns.query(f"SELECT count(*) FROM {tree.table} t WHERE {' AND '.join(conditions)}")[0][0]
            )
        with house.register(scope=scope) as register:
            register.cursor.execute("SELECT DISTINCT contact FROM contact WHERE valid @> %s", [day])
            keepers = [str(row[0]) for row in register.cursor.fetchall()] or ["0"]
        conditions = [f"s.person IN ({', '.join(keepers)})", f"s.since <= DATE '{day}' AND DATE '{day}' < s.until"]
        conditions += [limit] if limit else []
        text = f"SELECT count(*) FROM span s JOIN {tree.table} t ON t.unit = s.unit WHERE {' AND '.join(conditions)}"
        return int(house.columns.query(text)[0][0])

    return count


def book(database: Database) -> Book | None:
    """The demonstration's sources, for the page that sets them beside the register; the federation has none."""
    if build.standing(database) != fields.NAME:
        return None
    parts = size_named(build.size_of(database)).parts
    return Book(
        figures=lambda house, scope: stated_figures(counter(house, scope=scope), parts=parts),
        discrepancies=discrepancies,
        rivals=rivals,
        references=lambda: rows("sources"),
    )
