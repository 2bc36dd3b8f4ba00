"""Write everything to one file, and make the organisation anew from it."""

import os
from pathlib import Path

import click
import psycopg

from polity.acts import enact, people
from polity.cli.opening import Opened, Stop, Unclear, now, opened
from polity.cli.output import format_option, write_json
from polity.cli.progress import Progress
from polity.journal import scrub, sealer
from polity.postgres import NotReady, reached
from polity.postgres import backup as kept
from polity.postgres.migrate import applied, migrate
from polity.readings.erased import erased
from polity.register.tables import PERSONAL
from polity.words import ids

PUBLIC = "backup.pub"  # in the data folder: what backups are encrypted for, once there are keys
FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--to", "file", type=FILE, help="The file to write. It must not be there yet.")
@format_option("table", "json")
@click.pass_context
def backup(context: click.Context, file: Path | None, form: str) -> None:
    """Write everything to one file, while others go on working.

    Without a subcommand: polity backup --to FILE. Once there are keys (polity backup keys) only both shares of the key
    together open the file.
    """
    if context.invoked_subcommand is not None:
        return
    if file is None:
        raise Unclear("No file is named.", "Write: polity backup --to FILE.")
    if file.exists():
        raise Stop(
            f"There is a file {file} already.", "Give another name: a backup never takes an earlier one's place."
        )
    data, dsn = context.obj
    progress = Progress()
    with opened(data, dsn) as house:
        _ = house.today
        house.seal()
        key = _public(data)
        with house.database.sealing() as cursor:
            number, seal = sealer.last(cursor)
        about = {"written": now(), "head": {"number": number, "seal": seal}}
        rows = kept.write(house.dsn, file, about=about, key=key, says=progress)
    progress.close()
    said = {"file": str(file), "rows": rows, "bytes": file.stat().st_size, "encrypted": key is not None, **about}
    if form == "json":
        write_json(said)
        return
    click.echo(f"Written: {file}, {rows} rows, {file.stat().st_size} bytes, journal sealed to {number} ({seal[:12]}…).")
    if key is None:
        click.echo(
            "Whoever has this file can read every record. Make keys for backups with: polity backup keys --to DIR."
        )


@backup.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.pass_context
def keys(context: click.Context, folder: Path) -> None:
    """Make the key of the organisation's backups: two shares, for two people to keep apart.

    From now on each backup is encrypted. Nothing here can read it: that takes both shares.
    """
    data, _ = context.obj
    if (data / PUBLIC).exists():
        raise Stop(
            "There are keys for backups already.",
            f"To make new ones, remove {data / PUBLIC} first; keep the old shares.",
        )
    public, first, second = kept.shares(os.urandom)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, share in (("first.share", first), ("second.share", second)):
        _written(folder / name, share.hex())
    _written(data / PUBLIC, public.hex())
    click.echo(f"Written: {folder / 'first.share'} and {folder / 'second.share'}.")
    click.echo("Give each to another person, and keep none here.")


@backup.command("erased")
@click.option("--to", "file", type=FILE, required=True)
@click.pass_context
def erased_list(context: click.Context, file: Path) -> None:
    """Write the ids of everybody erased, so that an older backup can be restored without them."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        found = erased(house.house, scope=house.scope)
    _written(file, "".join(f"{ids.show(person)}\n" for person in found))
    click.echo(f"Written: {file}, {len(found)} ids. Keep it apart from the backups.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--share", "paths", type=FILE, multiple=True, help="A share of the key; twice, where the backup is encrypted."
)
@click.option("--erased", "list_of_erased", type=FILE, help="Those erased since the backup; they stay erased.")
@format_option("table", "json")
@click.pass_context
def restore(
    context: click.Context, file: Path, paths: tuple[Path, ...], list_of_erased: Path | None, form: str
) -> None:
    """Make the organisation anew from a backup, in an empty data folder or on an empty server, and prove it equal."""
    data, dsn = context.obj
    key, gone = _private(paths), _listed(list_of_erased)
    progress = Progress()
    try:
        manifest = kept.manifest_of(file)
        with reached(data, dsn) as address:
            if _taken(address):
                raise Stop(
                    "There is an organisation here already.",
                    "Restore into an empty folder: polity --data DIR restore FILE.",
                )
            migrate(address, target=_newest(manifest["migrations"]))
            kept.read_into(address, file, key=key, says=progress)
            migrate(address)
    except kept.Unusable as problem:
        progress.close()
        raise Stop(str(problem)) from None
    except NotReady as problem:
        raise Stop(str(problem)) from None
    with opened(data, dsn) as house:
        again = _erase(house, gone)
    progress.close()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    said = {"rows": rows, "tables": len(manifest["tables"]), "equal": True, "head": manifest["head"], "erased": again}
    if form == "json":
        write_json(said)
        return
    head = manifest["head"]
    click.echo(
        f"Restored: {rows} rows in {len(manifest['tables'])} tables, each as it was written on {manifest['written']}."
    )
    click.echo(f"The journal is sealed to {head['number']}: {head['seal']}.")
    click.echo(
        f"{again} people erased since were erased again."
        if list_of_erased
        else "Erased since? Give the list: --erased FILE."
    )


def _erase(house: Opened, gone: list[int]) -> int:
    """Erase again whoever was erased after the backup was written."""
    known = set(erased(house.house, scope=house.scope))
    with house.house.register(scope=house.scope) as register:
        again = [person for person in gone if person not in known and register.kind_of(person) == "person"]
    for person in again:
        act = people.EraseAct(on=house.today, person=person, grounds="Erased after the backup that was restored.")
        enact(act, by=house.authority(None), database=house.database)
    if again:
        house.seal()
        scrub.scrub(house.database, PERSONAL)
    return len(again)


def _taken(address: str) -> bool:
    """Whether anything was ever entered there. A restore that broke off leaves an empty form behind, which may stay."""
    if not applied(address):
        return False
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT EXISTS (SELECT FROM journal_entry)").fetchone() == (True,)


def _newest(migrations: list[str]) -> str:
    return max(name for name in migrations if name[:4].isdigit())


def _public(data: Path) -> bytes | None:
    return _hex(data / PUBLIC) if (data / PUBLIC).exists() else None


def _private(paths: tuple[Path, ...]) -> bytes | None:
    if not paths:
        return None
    if len(paths) != 2:
        raise Unclear("One share opens nothing.", "Give both: --share FILE --share FILE.")
    return kept.joined(_hex(paths[0]), _hex(paths[1]))


def _hex(path: Path) -> bytes:
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        found = b""
    if len(found) != 32:
        raise Unclear(f"The file {path} holds no key for backups.", "Name a file that polity backup keys has written.")
    return found


def _listed(path: Path | None) -> list[int]:
    if path is None:
        return []
    found = []
    for at, line in enumerate(path.read_text(encoding="utf-8").split(), start=1):
        number = ids.read(line)
        if number is None:
            raise Unclear(
                f"{path}, line {at}: “{line}” is no id.", "Give the file that polity backup erased has written."
            )
        found.append(number)
    return found


def _written(path: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
