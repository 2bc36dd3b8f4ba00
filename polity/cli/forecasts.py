"""Forecasts at the prompt."""

import re
from datetime import date

import click

from polity.cli.opening import Stop, Unclear, opened
from polity.cli.output import DAY, format_option, thin, write_json, write_rows
from polity.cli.previews import draft_of
from polity.cli.progress import Progress
from polity.cli.statutes import told_faults
from polity.readings.backtested import Backtest
from polity.readings.backtested import backtest as backtested
from polity.readings.census import Unanswerable
from polity.readings.forecast import Forecast, Line, Target
from polity.readings.forecast import forecast as forecasted
from polity.readings.foretold import closing, per_cent, sentences, yearly
from polity.statutes import Faulty

_TARGET = re.compile(r"\s*(\w+)\s*=\s*([^<>=]+?)\s*(>=|<=)\s*(\d{1,4})\s*")
_LAWS = {"present": "present rules", "draft": "with the draft"}


class TargetType(click.ParamType):
    """A target, written as class=worker>=500: thousandths of the members."""

    name = "target"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Target:
        if isinstance(value, Target):
            return value
        found = _TARGET.fullmatch(str(value))
        if found is None:
            self.fail(f"“{value}” is no target. Write it as social_category=worker>=500.", param, ctx)
        return Target(found[1], found[2], int(found[4]), most=found[3] == "<=")


@click.command()
@click.argument("draft", required=False, metavar="[REFORM]")
@click.option("--from", "since", type=DAY, help="The day it begins; today by default.")
@click.option("--years", type=int, default=10, show_default=True)
@click.option("--draws", type=int, default=200, show_default=True, help="Draws of the rates.")
@click.option("--seed", type=int, default=1923, show_default=True, help="The same seed gives the same figures.")
@click.option("--by", metavar="DIM", help="The dimension told: a field of codes.")
@click.option("--target", type=TargetType(), metavar='"DIM=VALUE>=500"', help="Thousandths of the members, or <=.")
@click.option("--under", metavar="UNIT", help="Only this unit and those below it.")
@click.option("--window", type=click.IntRange(2, 120), help="Months of history that rates are taken from.")
@click.option("--backtest", is_flag=True, help="Also: how forecasts from earlier days would have fared.")
@format_option("table", "json")
@click.pass_context
def forecast(
    context: click.Context, draft: str | None, since: date | None, years: int, draws: int, seed: int, by: str | None,
    target: Target | None, under: str | None, window: int | None, backtest: bool, form: str,
) -> None:  # fmt: skip
    """Forecast the members under the present rules and with a draft: a file, or the id of a resolution."""
    data, dsn = context.obj
    progress = Progress()
    with opened(data, dsn) as house:
        day = since or house.today
        text = None if draft is None else draft_of(house, draft)[0]
        try:
            unit = None if under is None else house.unit(under, on=day)
            found = forecasted(
                house.house, text, since=day, years=years, draws=draws, seed=seed, by=by, target=target, under=unit,
                window=window, scope=house.scope, progress=progress,
            )  # fmt: skip
            tested = None
            if backtest:
                tested = backtested(
                    house.house, on=day, by=found.by, value=found.headline, window=window, under=unit, draws=draws,
                    seed=seed, scope=house.scope, progress=progress,
                )  # fmt: skip
        except Faulty as faulty:
            raise Stop("\n".join(told_faults(faulty))) from None
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    progress.close()
    if form == "json":
        write_json(found.plain() | ({"backtest": tested.plain()} if tested else {}))
        return
    _tell(found)
    if tested:
        _tell_tested(tested)
    for said in closing(found):
        click.echo(said)


def _tell(found: Forecast) -> None:
    click.echo(f"{found.title}: {found.days[0]} to {found.days[-1]}, {found.by}")
    for said in sentences(found):
        click.echo(f"  {said}")
    click.echo()
    _table(found)
    click.echo()
    for law in dict.fromkeys(line.law for line in found.lines):
        shares = " ".join(per_cent(share).removesuffix(" per cent") for share in found.line(law).outcomes)
        click.echo(f"Twenty outcomes on {found.days[-1]}, each as likely as any other, {_LAWS[law]}:\n  {shares}")
    click.echo("\nAssumptions, and what a quarter less or more of each would change (percentage points, at the end):")
    for one in found.assumptions:
        effect = "" if one.less is None else f" {_points(one.less[1])}"
        effect += "" if one.more is None else f" / {_points(one.more[1])}"
        click.echo(f"  {one.says}{effect}")
    run = found.run
    click.echo(
        f"\nRun: register of {run.on} at {run.known}; rates of {run.window} months since {run.since};"
        f" {thin(run.events['promoted'] or 0)} promotions, {thin(run.events['admitted'] or 0)} admissions;"
        f" seed {run.seed}, {run.draws} draws; law {' '.join(print_[:12] for print_ in run.laws)}."
    )


def _tell_tested(tested: Backtest) -> None:
    click.echo("\nForecasts from earlier days, held against what came (shares in percentage points, the rest people):")
    heads = ["of", "months", "rules changed", "tried", "in 50 %", "in 80 %", "in 90 %", "off by", "score",
             "no change", "growth as before"]  # fmt: skip
    rows = [
        [
            tested.value if one.measure == "share" else one.measure, one.horizon, one.crosses, one.tried, *one.held,
            *(_off(one.measure, value) for value in (one.bias, one.score, one.no_change, one.growth)),
        ]
        for one in tested.summaries()
    ]  # fmt: skip
    write_rows("table", heads, rows)
    for day, why in tested.left_out:
        click.echo(f"Not tried from {day}: {why}")
    click.echo()


def _off(measure: str, value: int) -> str:
    return per_cent(value).removesuffix(" per cent") if measure == "share" else thin(value)


def _table(found: Forecast) -> None:
    heads = ["law", "admitted", "day", "members", "candidates", found.headline, "in 90 of 100", *_runs_head(found)]
    rows = [
        [
            _LAWS[line.law] + ("" if line.behaviour == "unchanged" else ", some stay away"),
            line.admissions, day.isoformat(), line.members.median[month], line.candidates.median[month],
            per_cent(line.shares[found.headline].median[month]),
            f"{_short(line, found, month, 'low90')} to {_short(line, found, month, 'high90')}",
            *([line.runs[month]] if found.target else []),
        ]
        for line in found.lines
        for day, month in yearly(found)
        if month in (0, 12, 24, 36, 60, 120) or month == len(found.days) - 1
    ]  # fmt: skip
    write_rows("table", heads, rows)


def _runs_head(found: Forecast) -> list[str]:
    return ["reached, of 100 runs"] if found.target else []


def _short(line: Line, found: Forecast, month: int, which: str) -> str:
    return per_cent(getattr(line.shares[found.headline], which)[month]).removesuffix(" per cent")


def _points(ten_thousandths: int) -> str:
    number = per_cent(ten_thousandths).removesuffix(" per cent")
    return number if number.startswith("-") else f"+{number}"
