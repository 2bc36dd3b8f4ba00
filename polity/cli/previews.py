"""A draft before it is voted on, at the prompt: who would be treated otherwise, and what stands against it."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from polity.cli.acts import text_of
from polity.cli.opening import Opened, Stop, Unclear, opened
from polity.cli.output import DAY, format_option, thin, write_json, write_rows
from polity.cli.statutes import told_faults
from polity.readings.census import Unanswerable
from polity.readings.collisions import Collision, collisions
from polity.readings.had_been import HadBeen, had_been
from polity.readings.kinds import Kinds, kinds
from polity.readings.preview import Preview
from polity.readings.preview import preview as previewed
from polity.readings.treated import Flow, RuleChange
from polity.register import resolutions
from polity.statutes import Faulty
from polity.words import ids

WAYS = {
    "gains": "would be allowed", "loses": "would not", "otherwise": "otherwise", "new": "a new rule",
    "more": "more", "less": "less", "grounds": "other grounds", "same": "as now",
}  # fmt: skip
OUTCOMES = {"true": "yes", "false": "no", None: "undecided"}


@click.command()
@click.argument("draft", metavar="REFORM")
@click.option("--on", type=DAY, help="The day on which everybody is decided; the draft's first by default.")
@click.option("--by", default="", metavar="DIM[,DIM]", help="Divide those who change by dimensions of the census.")
@click.option("--under", metavar="UNIT", help="Only this unit and those below it.")
@click.option("--kinds", "rule", metavar="RULE", help="Also list the kinds of case of a rule that change, with people.")
@click.option("--had-been", type=DAY, metavar="DAY", help="Also: decisions since DAY, had this been the rule.")
@format_option("table", "json")
@click.pass_context
def preview(
    context: click.Context, draft: str, on: date | None, by: str, under: str | None, rule: str | None,
    had_been: date | None, form: str,
) -> None:  # fmt: skip
    """Show who would be treated otherwise under a draft: a file, or the id of a resolution."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        text, own = draft_of(house, draft)
        dimensions = tuple(dict.fromkeys(filter(None, (part.strip() for part in by.split(",")))))
        try:
            unit = None if under is None else house.unit(under, on=on or house.today)
            found = previewed(house.house, text, on=on, by=dimensions, under=unit, scope=house.scope)
            cases = kinds(house.house, text, rule, on=on, under=unit, scope=house.scope) if rule else None
            past = _past(house, text, had_been, unit) if had_been else None
            against = collisions(house.house, text, scope=house.scope, leave_out=own)
        except Faulty as faulty:
            raise Stop("\n".join(told_faults(faulty))) from None
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    if form == "json":
        write_json(
            {
                **found.plain(),
                "kinds": None if cases is None else cases.plain(),
                "had_been": None if past is None else past.plain(),
                "collisions": [one.plain() for one in against],
            }
        )
        return
    _tell(found)
    if cases is not None:
        _tell_kinds(cases)
    if past is not None:
        _tell_past(past)
    for one in against:
        _tell_collision(one)


def draft_of(house: Opened, given: str) -> tuple[str, int | None]:
    """The text of a file, or of the draft of a resolution."""
    number = ids.read(given)
    if number is not None and not Path(given).exists():
        with house.house.register(scope=house.scope) as register:
            found = resolutions.resolution(register, number)
        if found is None:
            raise Unclear(f"No resolution bears the id {given}.", "Name a resolution, or a file with a reform.")
        if found.reform is None:
            raise Unclear(f"The resolution “{found.title}” changes no rule.", "A preview needs a reform.")
        return found.reform, number
    return text_of(Path(given)), None


def _past(house: Opened, text: str, since: date, unit: int | None) -> HadBeen:
    return had_been(house.house, text, since=since, until=house.today, under=unit, scope=house.scope)


def _tell(found: Preview) -> None:
    click.echo(f"{', '.join(title or name for name, title in found.reforms)}, on {found.on}")
    if not found.rules:
        click.echo("No rule would decide anybody otherwise.")
    for rule in found.rules:
        asked = f"{thin(rule.total or 0)} {_whom(rule)}"
        click.echo(f"\n{rule.title or rule.rule}: of {asked}, {thin(rule.otherwise or 0)} otherwise.")
        rows = [[*_sides(rule, flow), flow.people, WAYS[flow.way]] for flow in rule.flows]
        write_rows("table", ("now", "article", "then", "article", "count", ""), rows)
        if rule.sums is not None:
            click.echo(f"Sum: {_money(rule, rule.sums[0])} now, {_money(rule, rule.sums[1])} then.")
        for dimension in found.by:
            _tell_parts(rule, dimension)
    for warning in found.warnings:
        click.echo(f"\nNote: {warning}")


def _whom(rule: RuleChange) -> str:
    if rule.kind != "person":
        return f"{rule.kind}s"
    return " or ".join(f"{one}s" if one != "former" else "former people" for one in rule.asked) or "people"


def _sides(rule: RuleChange, flow: Flow) -> list[str]:
    told = []
    for side in (flow.before, flow.after):
        outcome = "" if rule.measure in ("number", "day") else OUTCOMES.get(side.outcome, side.outcome or "")
        told += [outcome, side.clause or ""]
    return told


def _money(rule: RuleChange, value: int) -> str:
    if not rule.digits:
        return thin(value)
    whole, rest = divmod(abs(value), 10**rule.digits)
    return f"{'-' if value < 0 else ''}{thin(whole)}.{rest:0{rule.digits}d}"


def _tell_parts(rule: RuleChange, dimension: str) -> None:
    """A line a value: how many of it change, in each way."""
    ways = {flow.key: flow.way for flow in rule.flows if flow.way not in ("same", "grounds")}
    heads = list(dict.fromkeys(ways.values()))
    rows: dict[str | None, dict[str, int]] = {}
    for part in rule.parts:
        if part.dimension == dimension and part.key in ways:
            row = rows.setdefault(part.value, dict.fromkeys(heads, 0))
            row[ways[part.key]] += part.people or 0
    if rows:
        click.echo()
        write_rows(
            "table",
            (dimension, *(WAYS[head] for head in heads)),
            [[value, *row.values()] for value, row in rows.items()],
        )


def _tell_kinds(found: Kinds) -> None:
    click.echo(f"\n{found.analysis.says}")
    empty = sum(not one.people for one in found.held)
    for one in found.held:
        if one.people:
            click.echo(f"  {thin(one.people)}: {one.kind.says}")
    if empty:
        click.echo(f"  Nobody is of {empty} further kinds that change.")


def _tell_past(found: HadBeen) -> None:
    click.echo(f"\nHad this been the rule since {found.since}, until {found.until}:")
    for one in found.rules:
        click.echo(
            f"{one.title or one.rule}: {thin(one.otherwise or 0)} of {thin(one.taken or 0)} would not have been."
        )
        rows: list[list[Any]] = [
            [row.month, OUTCOMES.get(row.outcome, row.outcome), row.clause or "", row.people] for row in one.rows
        ]
        write_rows("table", ("month", "outcome", "article", "count"), rows)
    for note in found.notes:
        click.echo(note)


def _tell_collision(one: Collision) -> None:
    click.echo(f"\n{'Collides' if one.refused else 'Note'}: {one.says}\n     {one.remedy}")
