"""Acts at the prompt: polity act NAME --PARTICULAR VALUE ..."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import click

from polity.acts import ACTS, Act, Refused, enact, examine
from polity.cli.opening import Opened, Unclear, opened
from polity.cli.output import DAY, format_option, write_json
from polity.register.forms import UnitId, Unreadable, build, hints
from polity.register.register import Register
from polity.statutes import store
from polity.words import ids

NOT_TYPED = ("record.as_found", "record.units_as_found")  # imports make these


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name")
@click.option("--on", type=DAY, help="Day of effect; today by default.")
@click.option("--as", "office", metavar="OFFICE@UNIT", help="The office acted in, such as secretary@MOS.")
@click.option("--key", help="A name for this act: asked twice, it is entered once.")
@click.option("--dry-run", is_flag=True, help="Say what stands in the way; enter nothing.")
@format_option("table", "json")
@click.pass_context
def act(
    context: click.Context, name: str, on: date | None, office: str | None, key: str | None, dry_run: bool, form: str
) -> None:
    """Offer an act. Its particulars follow as --name value; `polity act list` names all acts."""
    if name == "list":
        _list()
        return
    if name not in ACTS or name in NOT_TYPED:
        raise Unclear(f"No act is called {name}.", "See: polity act list.")
    data, dsn = context.obj
    with opened(data, dsn) as house:
        offer(house, name, typed(context.args), on=on, office=office, key=key, dry_run=dry_run, form=form)


def offer(
    house: Opened,
    name: str,
    given: Mapping[str, str],
    *,
    on: date | None,
    office: str | None,
    key: str | None = None,
    dry_run: bool = False,
    form: str,
) -> None:
    """Offer an act from its particulars as typed, and say what came of it."""
    day = on or house.today
    offered, made = _offered(house, ACTS[name], given, day, key)
    by = house.authority(office, on=day)
    try:
        if dry_run:
            with house.database.acting() as cursor:
                register = Register(cursor)
                objections = examine(offered, by=by, register=register, law=store.adopted(register))
            if objections:
                raise Refused(offered, objections)
            _may(form, offered)
            return
        receipt = enact(offered, by=by, database=house.database, key=key)
    except Refused as refusal:
        _refused(form, refusal)
    house.seal()
    _entered(form, house, offered, receipt.entry, receipt.receipt, made)


def typed(arguments: list[str]) -> dict[str, str]:
    """Read --name value pairs. A value that begins with @ is the text of that file."""
    found: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        head = rest.pop(0)
        if not head.startswith("--"):
            raise Unclear(f"“{head}” stands alone.", "Particulars are given as --name value.")
        name, equals, value = head[2:].partition("=")
        if not equals:
            if not rest:
                raise Unclear(f"--{name} is given no value.", "Particulars are given as --name value.")
            value = rest.pop(0)
        if value.startswith("@"):
            value = text_of(Path(value[1:]))
        found[name.replace("-", "_")] = value
    return found


def text_of(path: Path) -> str:
    """The text of a file, or why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise Unclear(f"The file {path} cannot be read: {problem.strerror}.", "Name a text file.") from None
    except UnicodeDecodeError as problem:
        says = f"The file {path} is not a text in UTF-8: byte {problem.start} cannot be read."
        raise Unclear(says, "Save it as UTF-8.") from None


def _offered(
    house: Opened, kind: type[Act], given: Mapping[str, str], day: date, key: str | None
) -> tuple[Act, dict[str, str]]:
    values: dict[str, Any] = dict(given)
    made: dict[str, str] = {}
    for name in kind.makes:
        if name not in values:
            number = ids.of_bytes(os.urandom(8) if key is None else _bytes_of(house, f"{kind.name} {name} {key}"))
            values[name], made[name] = number, ids.show(number)
    declared = hints(kind)
    for name, value in list(values.items()):
        if declared.get(name) in (UnitId, UnitId | None) and isinstance(value, str) and value:
            values[name] = house.unit(value, on=day)
        elif declared.get(name) == tuple[UnitId, ...] and isinstance(value, str):
            values[name] = [house.unit(part.strip(), on=day) for part in value.split(",") if part.strip()]
    try:
        return build(kind, {"on": day, **values}), made
    except Unreadable as problem:
        raise Unclear(f"{kind.name}: {problem.says}", f"Its particulars: {' '.join(wanted(kind))}.") from None


def _bytes_of(house: Opened, name: str) -> bytes:
    """Eight bytes for an id that an act with a key makes: the same at every asking, so that it stays one act."""
    with house.house.register(scope=house.scope) as register:
        register.cursor.execute("SELECT receipt FROM journal_entry ORDER BY entry LIMIT 1")
        first = register.cursor.fetchone()
    return blake2b(name.encode(), digest_size=8, key=str(first[0] if first else "").encode()).digest()


def wanted(kind: type[Act]) -> Iterator[str]:
    """The particulars of an act as options; those that may be left out in brackets."""
    for field in fields(kind):
        if field.name != "on":
            needed = field.default is MISSING and field.default_factory is MISSING and field.name not in kind.makes
            option = f"--{field.name.replace('_', '-')}"
            yield option if needed else f"[{option}]"


def _list() -> None:
    for name, kind in sorted(ACTS.items()):
        if name not in NOT_TYPED:
            says = (kind.__doc__ or "").strip().splitlines()[0]
            click.echo(f"{name}\n    {says}\n    {' '.join(wanted(kind))}")


def _may(form: str, offered: Act) -> None:
    if form == "json":
        write_json({"may_be_entered": offered.name, "on": offered.on.isoformat(), "objections": []})
    else:
        click.echo(f"May be entered: {offered.name} on {offered.on}. Nothing was changed.")


def _refused(form: str, refusal: Refused) -> None:
    if form == "json":
        write_json({"refused": refusal.act.name, "objections": [one.plain() for one in refusal.objections]})
    else:
        click.echo(f"Not entered: {refusal.act.name} on {refusal.act.on}. Nothing was changed.", err=True)
        for number, one in enumerate(refusal.objections, start=1):
            by = f", by the resolution “{one.data['resolved']}”" if "resolved" in one.data else ""
            article = f" (Article {one.article}{by})" if one.article else ""
            click.echo(f"  {number}. {one.says}{article}", err=True)
            if one.remedy:
                click.echo(f"     {one.remedy}", err=True)
    raise click.exceptions.Exit(1)


def _entered(form: str, house: Opened, offered: Act, entry: int, receipt: str, made: Mapping[str, str]) -> None:
    with house.house.register(scope=house.scope) as register:
        register.cursor.execute("SELECT number FROM journal_seal WHERE entry = %s", [entry])
        found = register.cursor.fetchone()
    number = found[0] if found else None
    if form == "json":
        write_json(
            {
                "entered": offered.name,
                "on": offered.on.isoformat(),
                "receipt": receipt,
                "number": number,
                "made": dict(made),
            }
        )
    else:
        click.echo(f"Entered: {offered.name} on {offered.on}, number {number} in the journal. Receipt {receipt}.")
        for name, shown in made.items():
            click.echo(f"  {name}: {shown}")
