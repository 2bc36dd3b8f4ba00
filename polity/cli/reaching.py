"""The search at the prompt: which reforms reach a target, with how much waiting and how much change."""

from datetime import date
from pathlib import Path

import click

from polity.cli.opening import Stop, Unclear, opened
from polity.cli.output import DAY, format_option, thin, write_json, write_rows
from polity.cli.previews import draft_of
from polity.cli.progress import Progress
from polity.cli.statutes import told_faults
from polity.readings.census import Unanswerable
from polity.readings.moving import moving_of, target_of
from polity.readings.reach import Point, Reach
from polity.readings.reach import reach as reached
from polity.statutes import Faulty

MONTHS = 36
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("draft", required=False, metavar="[REFORM]")
@click.option("--target", required=True, metavar='"DIM=VALUE>=500 within 36"', help="Thousandths of members; months.")
@click.option(
    "--move",
    "moves",
    multiple=True,
    required=True,
    metavar='"PARAM[KEY]=LOW..HIGH"',
    help="What may move; with a step as 6..36:6, values as 3,6; term=0..12 for the months of the draft.",
)
@click.option("--from", "since", type=DAY, help="The day it begins; today by default.")
@click.option("--under", metavar="UNIT", help="Only this unit and those below it.")
@click.option("--window", type=click.IntRange(2, 120), help="Months of history that rates are taken from.")
@click.option("--write", "folder", type=FOLDER, help="Write the reform of each point into this folder.")
@format_option("table", "json")
@click.pass_context
def reach(
    context: click.Context, draft: str | None, target: str, moves: tuple[str, ...], since: date | None,
    under: str | None, window: int | None, folder: Path | None, form: str,
) -> None:  # fmt: skip
    """Search for the reforms that reach a target with the least waiting and the least change.

    A draft, a file or the id of a resolution, stands in every variant.
    """
    data, dsn = context.obj
    progress = Progress()
    with opened(data, dsn) as house:
        day = since or house.today
        text = None if draft is None else draft_of(house, draft)[0]
        try:
            wanted, months = target_of(target)
            unit = None if under is None else house.unit(under, on=day)
            found = reached(
                house.house, text, target=wanted, moving=[moving_of(one) for one in moves], since=day, under=unit,
                months=months or MONTHS, window=window, scope=house.scope, progress=progress,
            )  # fmt: skip
        except Faulty as faulty:
            raise Stop("\n".join(told_faults(faulty))) from None
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    progress.close()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for at, point in enumerate(found.points, start=1):
            (folder / f"{at:02}.yaml").write_text(point.draft, encoding="utf-8")
    if form == "json":
        write_json(found.plain())
    else:
        _tell(found)


def _tell(found: Reach) -> None:
    target = found.target
    click.echo(
        f"{target.by} = {target.value}, at least {target.per_mille} of 1,000 members within {found.months} months"
        f" of {found.since}: {thin(found.reaching)} of {thin(found.tried)} combinations reach it;"
        f" the law was asked in {thin(found.laws)} versions."
    )
    click.echo(f"By the present law: {_when(found, found.present)}, {found.present.share} of 1,000 at the end.\n")
    if not found.points:
        best = ", ".join(f"{one.name} {value}" for one, value in zip(found.moving, found.best.values, strict=True))
        click.echo(f"None reaches it. Nearest comes {best}: {found.best.share} of 1,000 at the end.")
    else:
        heads = ["", *(one.name for one in found.moving), "reached", "at the end", "months of waiting", "moved"]
        rows = [
            [at, *point.values, _when(found, point), point.share, point.barred, point.moved]
            for at, point in enumerate(found.points, start=1)
        ]
        write_rows("table", heads, rows)
    click.echo()
    for said in found.notes:
        click.echo(said)


def _when(found: Reach, point: Point) -> str:
    return "not reached" if point.month < 0 else found.day(point.month).isoformat()
