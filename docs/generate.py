"""Write the parts of the documentation that follow from the program: commands, acts and articles.

`script/docs` runs this. A test says whether what is committed is what the program would write.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from polity.acts import ACTS, Act
from polity.cli import COMMANDS, polity
from polity.demonstration.sources import statutes
from polity.register.forms import PersonId, SubjectId, UnitId, hints
from polity.statutes import Law, read
from polity.statutes.templates import template

DOCS = Path(__file__).parent
BEGIN, END = "<!-- written by script/docs: begin -->", "<!-- written by script/docs: end -->"
NOTE = "*Written by `script/docs` from the program. Change the program, not this page.*"
DEMONSTRATION_DAY, OWN_DAY = date(1923, 4, 15), date(2026, 1, 1)
FAMILIES = {
    "organisation": "Founding, and what the register holds",
    "unit": "Units and their tree",
    "person": "People on the register",
    "admission": "The way in",
    "appeal": "Appeals",
    "membership": "Standing that moves or ends",
    "sympathiser": "Sympathisers",
    "office": "Offices",
    "meeting": "Meetings and what they decide",
    "resolution": "Resolutions, and what follows from them",
    "danger": "Dangers that were foreseen",
    "question": "Open questions and forecasts of them",
    "account": "Who may sign in",
    "right": "What members ask for in their own matter",
    "consent": "Consent",
    "import": "Files in",
    "export": "Files out",
    "duplicate": "Records that look like one person",
    "subject": "Posts, enterprises and other subjects",
    "record": "The record: founded as found, corrected",
    "statutes": "The law",
    "release": "Figures for everybody",
}
BY_BATCH = ("record.as_found", "record.units_as_found")
ERASED_BY = "`polity erase` does it, and scrubs the files."


def pages() -> dict[Path, str]:
    """Every page that is written here in full or in part, with its text."""
    commands = DOCS / "users" / "commands.md"
    found = {commands: between(commands.read_text(encoding="utf-8"), "\n".join(_commands()))}
    found[DOCS / "acts" / "README.md"] = "\n".join(_index())
    for family in FAMILIES:
        found[DOCS / "acts" / f"{family}.md"] = "\n".join(_family(family))
    texts = [document for name, text in statutes() for document in read(text, name=name)]
    found[DOCS / "articles" / "demonstration.md"] = "\n".join(
        _articles("The articles of the demonstration", "demonstration", Law.of(texts), DEMONSTRATION_DAY)
    )
    found[DOCS / "articles" / "association.md"] = "\n".join(
        _articles("The articles of the first statute", "association", Law.of(read(template())), OWN_DAY)
    )
    return found


def between(text: str, written: str) -> str:
    """A page with the part between the two marks written anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{written}\n{END}{after}"


# --- commands -------------------------------------------------------------------------------------------------------


def _commands() -> Iterator[str]:
    context = click.Context(polity, info_name="polity")
    for name in COMMANDS:
        command = polity.get_command(context, name)
        assert command is not None
        yield from _command(command, f"polity {name}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    yield f"### `{' '.join([path, *command.collect_usage_pieces(context)])}`"
    yield ""
    yield " ".join((command.help or "").replace("\b", "").split())
    yield ""
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield "| option | meaning |"
        yield "|---|---|"
        for option in options:
            yield f"| `{_written(option, context)}` | {_meaning(option)} |"
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, f"{path} {name}")


def _written(option: click.Option, context: click.Context) -> str:
    if option.is_flag:
        return option.opts[0]
    return f"{option.opts[0]} {option.make_metavar(context)}".replace("|", "\\|")


def _meaning(option: click.Option) -> str:
    said = [(option.help or "").strip()]
    if option.required:
        said.append("Needed.")
    elif option.show_default and option.default not in (None, "", False):
        said.append(f"Unless given: {option.default}.")
    if option.multiple:
        said.append("May be given several times.")
    return " ".join(filter(None, said))


# --- acts -----------------------------------------------------------------------------------------------------------


def _index() -> Iterator[str]:
    yield from ("# Acts", "", NOTE, "")
    yield "Nothing changes but by an act. Each is offered as `polity act NAME --on DAY --as OFFICE@UNIT` with its"
    yield "particulars as options; `polity act list` names them all."
    yield ""
    for family, title in FAMILIES.items():
        yield f"- [{title}]({family}.md): {', '.join(f'`{name}`' for name in _names(family))}"
    yield ""


def _names(family: str) -> list[str]:
    return sorted(name for name in ACTS if name.partition(".")[0] == family)


def _family(family: str) -> Iterator[str]:
    laws = _laws()
    yield from (f"# {FAMILIES[family]}", "", NOTE, "")
    for name in _names(family):
        kind = ACTS[name]
        yield from (f"## `{name}`", "", _docs(kind), "")
        particulars = [field for field in fields(kind) if field.name != "on"]
        if particulars:
            yield "| particular | takes | |"
            yield "|---|---|---|"
            for field in particulars:
                takes, needed = _takes(hints(kind)[field.name]), _needed(kind, field)
                yield f"| `--{field.name.replace('_', '-')}` | {takes} | {needed} |"
            yield ""
        yield f"**Who may.** {' '.join(_who(name, kind, laws))}"
        yield ""
        if kind.articles:
            yield f"**Rules asked.** {', '.join(f'`{rule}`' for rule in kind.articles)}, where the statutes have them."
            yield ""


def _docs(kind: type[Act]) -> str:
    return "\n\n".join(_paragraph(part) for part in (kind.__doc__ or "").strip().split("\n\n"))


def _paragraph(text: str) -> str:
    """A paragraph in one line; of a list of words with their meanings, an item for each."""
    lines = [line.strip() for line in text.splitlines()]
    if not re.match(r"\S.*?\S {2,}\S", lines[0]):
        return " ".join(lines)
    items: list[str] = []
    for line in lines:
        word, gap, meaning = re.match(r"(.*?)( {2,}|$)(.*)", line).groups()  # type: ignore[union-attr]
        if gap:
            items.append(f"- `{word}`: {meaning}")
        else:
            items[-1] += f" {word}"
    return "\n".join(items)


def _needed(kind: type[Act], field: Any) -> str:
    if field.name in kind.makes:
        return "made up at random unless given"
    return "needed" if field.default is MISSING and field.default_factory is MISSING else "may be left out"


def _takes(hint: Any) -> str:
    arms = [arm for arm in get_args(hint) if arm is not type(None)]
    if type(None) in get_args(hint):
        return _takes(arms[0])
    words = {
        PersonId: "the id of a person", UnitId: "the code or id of a unit", SubjectId: "an id", str: "text",
        int: "a whole number", bool: "yes or no", date: "a day",
    }  # fmt: skip
    if hint in words:
        return words[hint]
    if getattr(hint, "__origin__", None) is tuple:
        lists = {UnitId: "codes or ids of units", PersonId: "ids of people", str: "words"}
        return f"{lists[arms[0]]}, divided by commas"
    if getattr(hint, "__origin__", None) is dict:
        return "names with values, as JSON or as `name=value,name=value`; `@FILE` reads them from a file"
    return "rows that an import or the demonstration makes"


def _laws() -> Mapping[str, tuple[Law, date]]:
    texts = [document for name, text in statutes() for document in read(text, name=name)]
    return {
        "the demonstration": (Law.of(texts), DEMONSTRATION_DAY),
        "the first statute": (Law.of(read(template())), OWN_DAY),
    }


def _who(name: str, kind: type[Act], laws: Mapping[str, tuple[Law, date]]) -> Iterator[str]:
    if kind.founding:
        yield "Whoever keeps the records, in no office."
        if name in BY_BATCH:
            yield "Imports and the demonstration offer it; it is not typed."
        if name == "person.erase":
            yield ERASED_BY
        return
    if kind.own is not Act.own:
        yield "Whoever it is up to, for themselves and in no office; for others:"
    yield "The office that the statutes name."
    for title, (law, on) in laws.items():
        found = law.competence(name, on)
        if found is not None:
            tier = f", at the tier {found.tier} or above" if found.tier else ""
            yield f"In {title}: {' or '.join(found.offices)}{tier}."
    if kind.tier_rule:
        yield f"The rule `{kind.tier_rule}` may name the tier for each case."


# --- articles -------------------------------------------------------------------------------------------------------


def _articles(title: str, name: str, law: Law, on: date) -> Iterator[str]:
    yield from (f"# {title}", "", NOTE, "")
    if name == "demonstration":
        yield "What is `confirmed_1922` or `resolved_1922` is stated by the sources named; `synthetic` is filled in."
    else:
        yield "`polity init` adopts it unless you name another. Nothing in it is recommended: change the figures first."
    yield ""
    for subject in law.subjects():
        yield from (f"## Over every {subject}", "")
        rule = ""
        for one in law.articles(subject, on):
            if one.rule != rule:
                rule = one.rule
                yield from (f"### `{rule}`: {one.title or rule}", "")
            remedy = f"*{one.remedy}*" if one.remedy else ""
            yield " ".join(filter(None, (f"- **{one.id}** `{one.text}`", one.say, remedy)))
            yield f"  [{_notes(one.source, one.status)}]"
        yield ""
    yield from _params(law)
    powers = [found for act in sorted(ACTS) if (found := law.competence(act, on)) is not None]
    yield from ("## Who may", "", "| act | offices | tier |", "|---|---|---|")
    for power in powers:
        yield f"| `{power.act}` | {', '.join(power.offices)} | {power.tier or 'any'} |"
    yield ""


def _params(law: Law) -> Iterator[str]:
    yield from ("## Figures", "", "| parameter | value | since | source |", "|---|---|---|---|")
    for name, param in law.params.items():
        for one in law.history(name):
            what = f"`{one.name}`: {param.title}" if param.title else f"`{one.name}`"
            yield f"| {what} | {one.text} | {one.since or 'always'} | {_notes(one.source, one.status)} |"
    yield ""


def _notes(source: str, status: str) -> str:
    return "; ".join(filter(None, (source, status)))


def main(arguments: Sequence[str]) -> int:
    """Write the pages; with --check only say which differ. Status 1 if one does."""
    stale = []
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(path.relative_to(DOCS.parent))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
