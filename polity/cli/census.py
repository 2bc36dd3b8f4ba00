"""The census and the balance at the prompt."""

from datetime import date

import click

from polity.cli.opening import Opened, Stop, Unclear, opened
from polity.cli.output import DAY, format_option, pairs, thin, write_rows
from polity.readings.balance import FLOWS, IN, Balance, months
from polity.readings.balance import balance as balanced
from polity.readings.census import Question, Unanswerable
from polity.readings.census import census as counted


def known_number(house: Opened, text: str | None) -> int | None:
    """A journal number, or the last number recorded up to the end of a day."""
    if text is None:
        return None
    if text.isdecimal():
        return int(text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unclear(
            f"“{text}” is neither a day nor a number of the journal.", "Write it as 1923-04-15, or as 120."
        ) from None
    with house.house.register(scope=house.scope) as register:
        register.cursor.execute(
            "SELECT coalesce(max(s.number), 0) FROM journal_seal s JOIN journal_entry e USING (entry)"
            " WHERE left(e.recorded, 10) <= %s",
            [day.isoformat()],
        )
        found = register.cursor.fetchone()
    return int(found[0]) if found else 0


@click.command()
@click.option("--on", type=DAY, help="The day counted; today by default.")
@click.option("--where", default="", metavar="DIM=VALUE[,..]", help="Only people with these values.")
@click.option("--under", metavar="UNIT", help="Only this unit and those below it.")
@click.option("--by", default="", metavar="DIM[,DIM]", help="Dimensions of the table.")
@click.option("--per-mille", is_flag=True, help="Shares in thousandths of the total counted.")
@click.option("--map-of", type=DAY, help="Show the figures on the tree of units of another day.")
@click.option("--as-known", metavar="DATE", help="As known at the end of a day, or at a journal number.")
@format_option("table", "json", "csv")
@click.pass_context
def census(
    context: click.Context, on: date | None, where: str, under: str | None, by: str, per_mille: bool,
    map_of: date | None, as_known: str | None, form: str,
) -> None:  # fmt: skip
    """Count people on a day, by anything the register knows of them."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        question = Question(
            on=day,
            where=pairs(where),
            by=tuple(dict.fromkeys(filter(None, (part.strip() for part in by.split(","))))),
            under=None if under is None else house.unit(under, on=map_of or day),
            map_of=map_of,
            known=known_number(house, as_known),
            per_mille=per_mille,
        )
        try:
            found = counted(house.house, question, scope=house.scope)
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    heads = [*question.by, "count", *(["per_mille"] if per_mille else [])]
    rows = [[*row.values, row.people, *([row.per_mille(found.total)] if per_mille else [])] for row in found.rows]
    write_rows(form, heads, rows, json_value=found.plain())
    if form == "table":
        click.echo(f"Total {thin(found.total)} on {day}.")


@click.command()
@click.option("--since", type=DAY, required=True, help="The day on which the period begins.")
@click.option("--until", type=DAY, required=True, help="The day on which it ends: counted again on this day.")
@click.option("--under", metavar="UNIT", help="Only this unit and those below it.")
@click.option("--by", metavar="TIER", help="One balance for each unit of a tier, or `unit` for each home unit.")
@click.option("--standing", default="member", show_default=True, help="Whose balance: member, candidate, sympathiser.")
@click.option("--map-of", type=DAY, help="The tree of units used; that of the last day by default.")
@click.option("--monthly", is_flag=True, help="Balance each month by itself: a line a month, over all units.")
@format_option("table", "json", "csv")
@click.pass_context
def balance(
    context: click.Context, since: date, until: date, under: str | None, by: str | None, standing: str,
    map_of: date | None, monthly: bool, form: str,
) -> None:  # fmt: skip
    """Stock and flow: start + came in − went out = end, for a unit and a period. It must close."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        root = None if under is None else house.unit(under, on=map_of or until)
        periods = months(since, until) if monthly else [(since, until)]
        try:
            found = [
                balanced(
                    house.house, since=first, until=last, under=root, by=by, standing=standing, map_of=map_of,
                    scope=house.scope,
                )
                for first, last in periods
            ]  # fmt: skip
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    if monthly:
        heads = ("since", "until", "units", "start", "came", "went", "end", "closes")
        write_rows(form, heads, [_month(one) for one in found])
    else:
        write_rows(form, found[0].heads, found[0].rows, json_value=found[0].plain())
    if not all(one.closes for one in found):
        raise Stop("The balance does not close.", "Run polity check: the columns and the register differ.")


def _month(one: Balance) -> tuple[str, str, int, int, int, int, int, bool]:
    at = {head: sum(row[place] for row in one.rows) for place, head in enumerate(one.heads) if place}
    came = sum(at[flow] for flow in IN)
    went = sum(at[flow] for flow in FLOWS if flow not in IN)
    return one.since.isoformat(), one.until.isoformat(), len(one.rows), at["start"], came, went, at["end"], one.closes
