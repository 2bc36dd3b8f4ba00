"""The statutes at the prompt: check a text, show the law, compare, explain a case, see which cases a reform changes."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from polity.acts.again import case_of
from polity.cli.acts import text_of
from polity.cli.opening import Opened, Stop, Unclear, opened
from polity.cli.output import DAY, format_option, write_json, write_rows
from polity.columns.shape import STANDINGS
from polity.readings.census import Unanswerable
from polity.readings.explained import explained, plain
from polity.readings.redecide import redecide as decided_again
from polity.readings.tally import tally
from polity.register.forms import Unreadable, value_of
from polity.statutes import Analysis, Explanation, Faulty, Law, Reform, Statute, diff, read, store
from polity.statutes import cases as analysed
from polity.statutes.saying import said
from polity.words import ids

_OUTCOMES = {"true": "yes", "false": "no", None: "undecided"}  # of rules that hold or not; others name a value
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def statutes() -> None:
    """The law: texts, articles in force on a day, explanations, differences."""


def documents(paths: list[Path] | tuple[Path, ...]) -> list[Statute | Reform]:
    """Read files of statutes and reforms; say every fault with its file, line and column."""
    found, faults = [], []
    for path in paths:
        try:
            found += read(text_of(path), name=str(path))
        except Faulty as faulty:
            faults += told_faults(faulty)
    if faults:
        raise Stop("\n".join(faults))
    return found


def told_faults(faulty: Faulty) -> list[str]:
    """Each fault in two lines: where (a file, or an adopted text, and the part of it) and what; then the remedy."""
    lines = []
    for fault in faulty.faults:
        at = f", line {fault.line}, column {fault.column}" if fault.line else ""
        lines.append(f"{fault.where}{at}: {fault.says}\n     {fault.remedy}".removeprefix(": "))
    return lines


def law_of_files(paths: list[Path] | tuple[Path, ...]) -> Law:
    """Compile files into a law."""
    try:
        return Law.of(documents(paths))
    except Faulty as faulty:
        raise Stop("\n".join(told_faults(faulty))) from None


def _law(house: Opened) -> Law:
    with house.house.register(scope=house.scope) as register:
        return store.adopted(register)


@statutes.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--alone", is_flag=True, help="Check the files by themselves, not as an addition to the law in force.")
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], alone: bool) -> None:
    """Check statutes and reforms: types, names, bounds, collisions with each other and with the law in force."""
    found = documents(files)
    data, dsn = context.obj
    there = not alone and ((data / "postgres").exists() or dsn is not None)
    before: list[Statute | Reform] = []
    if there:
        with opened(data, dsn) as house, house.house.register(scope=house.scope) as register:
            names = {document.name for document in found}
            for name, text in register.statutes():
                before += [document for document in read(text, name=name) if document.name not in names]
    try:
        law = Law.of([*before, *found])
    except Faulty as faulty:
        raise Stop("\n".join(told_faults(faulty))) from None
    rules = sum(len(law.rules(subject)) for subject in law.subjects())
    against = " with the law in force" if there else ""
    what = "1 text holds" if len(found) == 1 else f"{len(found)} texts hold"
    click.echo(f"{what} together{against}: {rules} rules over {', '.join(law.subjects())}.")


@statutes.command()
@click.option("--on", type=DAY)
@format_option("table", "json")
@click.pass_context
def show(context: click.Context, on: date | None, form: str) -> None:
    """Show the articles in force on a day, each with its source."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        law = _law(house)
    rows: list[dict[str, Any]] = []
    for subject in law.subjects():
        for one in law.articles(subject, day):
            rows.append(
                {
                    "subject": subject, "rule": one.rule, "article": one.id, "text": one.text, "says": one.say,
                    "source": one.source, "status": one.status, "reform": one.reform,
                    "since": one.since.isoformat() if one.since else None,
                    "until": one.until.isoformat() if one.until else None,
                }
            )  # fmt: skip
    heads = ("subject", "rule", "article", "text", "source", "status")
    plain_value = {"on": day.isoformat(), "law": law.fingerprint, "articles": rows}
    write_rows(form, heads, [[row[head] for head in heads] for row in rows], json_value=plain_value)


@statutes.command("diff")
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@format_option("table", "json")
def differences(a: Path, b: Path, form: str) -> None:
    """Say in words what two laws, given as files, say differently; or what the reforms of B change of A."""
    law, others = law_of_files([a]), documents([b])
    reforms = [one for one in others if isinstance(one, Reform)]
    if reforms and len(reforms) == len(others):
        told = [one for reform in reforms for one in said(law, reform)]
        found, lines = [one.plain() for one in told], [one.words for one in told]
    else:
        found = diff(law, law_of_files([b]))
        lines = [one["says"] for one in found]
    if form == "json":
        write_json(found)
        return
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("They say the same.")


@statutes.command()
@click.argument("rule")
@click.option("--person", help="The id of a person.")
@click.option("--subject", help="The id of a post or another subject.")
@click.option("--on", type=DAY)
@click.option("--suppose", multiple=True, metavar="FACT=VALUE", help="Put a fact in the place of the register's.")
@format_option("table", "json")
@click.pass_context
def explain(
    context: click.Context, rule: str, person: str | None, subject: str | None, on: date | None,
    suppose: tuple[str, ...], form: str,
) -> None:  # fmt: skip
    """Decide a rule for one case and say why: the article, its source, and what would change the outcome."""
    number = ids.read(person or subject or "")
    if number is None:
        raise Unclear("Nobody is named by that.", "Name an id: --person 3F7K-9QWE-2ZXM, or --subject for a post.")
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        supposed = _supposed(_law(house), suppose)
        try:
            found = explained(house.house, rule, number, on=day, scope=house.scope, supposing=supposed)
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    if found is None:
        raise Unclear(f"The register holds nobody under {person or subject} on {day}.", "Check the id and the day.")
    if form == "json":
        write_json(plain(found))
    else:
        _tell(found)


def _supposed(law: Law, given: tuple[str, ...]) -> dict[str, Any]:
    facts = {name: fact for subject in law.subjects() for name, fact in law.facts(subject).items()}
    found: dict[str, Any] = {}
    for one in given:
        name, _, text = one.partition("=")
        if name not in facts:
            raise Unclear(f"The law knows no fact {name}.", f"It knows: {', '.join(facts)}.")
        hint = {"date": date, "int": int, "money": int, "bool": bool}.get(facts[name].kind, str)
        try:
            found[name] = None if text in ("", "unknown") else value_of(hint, name, text)
        except Unreadable as problem:
            raise Unclear(problem.says) from None
    return found


def _tell(found: Explanation) -> None:
    verdict = found.verdict
    click.echo(f"{verdict.rule} on {verdict.at}: {found.shown}")
    for step in found.steps:
        click.echo(f"  {step.title or step.rule}: {step.shown}")
        for clause in step.clauses:
            # Of a first_of only the clause that applies is said: the words of the others would sound as if they did.
            passed = clause.outcome is True or (step.shape == "first_of" and clause.outcome is False)
            if clause.reached and (clause.decides or not passed):
                held = {True: "holds", False: "does not hold", None: "cannot be decided"}[clause.outcome]
                click.echo(f"    Article {clause.id} {held}. {clause.say}")
                click.echo(f"      {clause.text}   {_source(clause.source, clause.status)}")
                if clause.remedy and clause.outcome is False:
                    click.echo(f"      {clause.remedy}")
    for param in found.params:
        key = f"[{param.key}]" if param.key else ""
        since = f", since {param.since}" if param.since else ""
        click.echo(f"  {param.name}{key} = {param.shown}{since}   {_source(param.source, param.status)}")
    for change in found.changes[:3]:
        click.echo(f"  It would be otherwise: {change.says}")


def _source(source: str, status: str) -> str:
    return f"[{'; '.join(filter(None, (source, status)))}]"


@statutes.command()
@click.argument("rule")
@click.option("--subject", default="person", show_default=True, help="The kind of subject the rule governs.")
@click.option("--standing", type=click.Choice(STANDINGS), help="Only people of this standing.")
@click.option("--under", metavar="UNIT")
@click.option("--on", type=DAY)
@format_option("table", "json", "csv")
@click.pass_context
def count(
    context: click.Context, rule: str, subject: str, standing: str | None, under: str | None, on: date | None, form: str
) -> None:
    """Decide a rule for everybody and count the outcomes, by deciding article."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        unit = None if under is None else house.unit(under, on=day)
        try:
            found = tally(house.house, rule, on=day, scope=house.scope, kind=subject, standing=standing, under=unit)
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    rows = [(_OUTCOMES.get(outcome, outcome), clause or "", number) for outcome, clause, number in found.rows]
    write_rows(form, ("outcome", "article", "count"), rows, json_value=found.plain())


@statutes.command()
@click.argument("reform", type=FILE)
@click.option("--rule", help="One rule; all that the reform can touch by default.")
@click.option("--on", type=DAY, help="The day on which the cases are compared; the reform's first by default.")
@format_option("table", "json")
@click.pass_context
def cases(context: click.Context, reform: Path, rule: str | None, on: date | None, form: str) -> None:
    """Try every kind of case under the law in force and with the reform, and list the kinds it changes."""
    drafts = documents([reform])
    data, dsn = context.obj
    with opened(data, dsn) as house, house.house.register(scope=house.scope) as register:
        before = [document for name, text in register.statutes() for document in read(text, name=name)]
        today = house.today
    try:
        old, new = Law.of(before), Law.of([*before, *drafts])
    except Faulty as faulty:
        raise Stop("\n".join(told_faults(faulty))) from None
    day = on or min((draft.since for draft in drafts if isinstance(draft, Reform)), default=today)
    names = {name: None for law in (old, new) for subject in law.subjects() for name in law.rules(subject)}
    if rule is not None and rule not in names:
        raise Unclear(f"No rule is called {rule}.", f"There are: {', '.join(names)}.")
    found = [
        analysed(old, new, name, subject, at=day)
        for subject in old.subjects()
        for name in old.rules(subject)
        if rule in (None, name)
    ]
    changing = [one for one in found if one.changed]
    if form == "json":
        write_json([_plain(one) for one in changing])
        return
    for one in changing:
        click.echo(one.says)
        for kind in one.changed:
            click.echo(f"  {kind.says}")
    if not changing:
        click.echo("No kind of case is changed.")


def _plain(one: Analysis) -> dict[str, Any]:
    return {
        "rule": one.rule, "possible": one.possible, "tried": one.tried, "capped": one.capped, "says": one.says,
        "changed": [
            {"case": {name: list(values) for name, values in kind.case}, "says": kind.says,
             "outcome_changes": kind.outcome_changes}
            for kind in one.changed
        ],
        "gaps": [vars(gap) if hasattr(gap, "__dict__") else str(gap) for gap in one.gaps],
        "idle": [list(pair) for pair in one.idle],
    }  # fmt: skip


@statutes.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--under", type=FILE, help="A reform: also decide as though it had been in force on that day.")
@format_option("table", "json")
@click.pass_context
def redecide(context: click.Context, number: int, under: Path | None, form: str) -> None:
    """Decide an entry of the journal again, on everything as it was known when it was entered."""
    data, dsn = context.obj
    draft = None if under is None else text_of(under)
    with opened(data, dsn) as house:
        try:
            found = decided_again(house.house, number, case_of=case_of, scope=house.scope, draft=draft)
        except Faulty as faulty:
            raise Stop("\n".join(told_faults(faulty))) from None
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
    if found is None:
        raise Unclear(f"Entry {number} rests on no rules, or there is none.", "See: polity journal export.")
    if form == "json":
        write_json(found.plain())
        return
    law = "the same law" if found.law else "another law than the entry names"
    same = "the same comes out" if found.same else "it comes out otherwise"
    click.echo(f"Entry {number}, {found.act} on {found.on}: {same}, under {law}.")
    for one in found.then:
        _tell(one)
    if under is not None:
        click.echo(f"As though {under} had been in force:")
    for one in found.under:
        _tell(one)
