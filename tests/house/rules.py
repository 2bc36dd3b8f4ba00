"""The house rules, each a function from a module to the places that break it."""

import ast
import re
from collections.abc import Iterator

from tests.house.code import Finding, Module, calls, strings

KERNEL = tuple(
    f"polity/{package}"
    for package in ("words", "postgres", "journal", "register", "columns", "statutes", "acts", "readings", "ballots")
)
EXACT = ("polity/acts", "polity/statutes", "polity/register", "polity/journal")

# The only modules that write to the register and the journal.
WRITERS = (
    "polity/register/changes.py",
    "polity/register/admission.py",
    "polity/register/links.py",
    "polity/register/accounts.py",
    "polity/register/rights.py",
    "polity/register/exports.py",
    "polity/register/meetings.py",
    "polity/register/open_questions.py",
    "polity/register/followup.py",
    "polity/register/resolutions.py",
    "polity/register/loading.py",
    "polity/register/batch.py",
    "polity/journal/entries.py",
    "polity/journal/sealer.py",
    "polity/journal/keys.py",
    "polity/journal/looks.py",
)
# These write, too, but only what is their own and no fact of the organisation: a copy for counting, who is signed in.
OWN = (
    "polity/columns",
    "polity/pages/sessions.py",
    "polity/access/limits.py",
    "polity/access/links.py",
    "polity/access/passkeys.py",
    "polity/access/sessions.py",
    "polity/access/tokens.py",
    "polity/imports/jobs.py",
    "polity/imports/takings.py",
    "polity/notices",
    "polity/access/feeds.py",
    "polity/postgres/backup.py",  # into a database that holds nothing yet, proved equal to what acts had written
    "polity/trust",  # on scratch organisations only, where it plants faults
)

# Where keys, salts and ids are drawn; everywhere else in the kernel what is random is passed in.
DRAWERS: tuple[str, ...] = ("polity/words/ids.py", "polity/journal/keys.py")

# What a reading reads from, by the names that parameters have for it.
SOURCES = {"house", "connection", "conn", "cursor", "pg", "database", "columns", "register", "journal", "duck"}

FILE_LINES = 400
FUNCTION_LINES = 60

WRITES = re.compile(
    r"^\s*(with\b.*\)\s*)?(insert\s+into|update\s+\S+\s+set|delete\s+from|truncate\b|merge\s+into|copy\s+.*\sfrom\s+stdin)",
    re.IGNORECASE | re.DOTALL,
)
SQL_CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|\bcurrent_(date|time|timestamp)\b|\blocaltimestamp\b",
    re.IGNORECASE,
)
SQL_WORDS = re.compile(r"\b(select|insert|update|delete|where|values|default|returning|set)\b", re.IGNORECASE)
SQL_CHANCE = re.compile(r"\b(random|gen_random_uuid|uuidv7)\s*\(", re.IGNORECASE)
CLAUSE = re.compile(r"(§\s*)?\d{1,3}(\.\d{1,3}){1,2}[a-z]?")


def _migration(module: Module) -> bool:
    return "/migrations/" in module.path


def reads_the_clock(module: Module) -> Iterator[Finding]:
    """The kernel never asks what day it is: the day is passed in. Waiting by a monotonic clock is not asking."""
    if module.under(*KERNEL):
        asked = (r"(.*\.)?(date|datetime|timezone)\.(today|now|utcnow)", r"time\.(time|time_ns|localtime|gmtime|ctime)")
        for line, name in calls(module.tree, *asked):
            yield Finding(module.path, line, name)
        for line, text in strings(module.tree):
            if SQL_WORDS.search(text) and (found := SQL_CLOCK.search(text)):
                yield Finding(module.path, line, found[0])


def draws_lots(module: Module) -> Iterator[Finding]:
    """Nothing random in the kernel but where keys and ids are drawn, so that every act can be replayed."""
    if module.under(*KERNEL) and not module.under(*DRAWERS):
        drawn = (r"random(\..*)?", r"secrets(\..*)?", r"os\.urandom", r"uuid\.uuid[1-8]", r"(numpy|np)\.random(\..*)?")
        for line, name in calls(module.tree, *drawn):
            if not name.isidentifier() or name in _imports(module):
                yield Finding(module.path, line, name)
        for line, text in strings(module.tree):
            if SQL_WORDS.search(text) and (found := SQL_CHANCE.search(text)):
                yield Finding(module.path, line, found[0])


def _imports(module: Module) -> set[str]:
    return {alias.name for node in ast.walk(module.tree) if isinstance(node, ast.Import) for alias in node.names}


def counts_in_floats(module: Module) -> Iterator[Finding]:
    """What is decided or recorded is exact: whole numbers, decimals and dates."""
    if module.under(*EXACT):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield Finding(module.path, node.lineno, repr(node.value))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
                yield Finding(module.path, node.lineno, "float()")


def is_too_long(module: Module) -> Iterator[Finding]:
    """A file can be read in one sitting and a function fits on a screen."""
    if (lines := module.text.count("\n")) > FILE_LINES:
        yield Finding(module.path, lines, f"{lines} lines")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield Finding(module.path, node.lineno, f"{node.name}: {length} lines")


def writes_by_itself(module: Module) -> Iterator[Finding]:
    """There is one way in: only a handful of modules hold SQL that writes."""
    if module.under("polity") and not module.under(*WRITERS, *OWN) and not _migration(module):
        for line, text in strings(module.tree):
            if found := WRITES.match(text):
                yield Finding(module.path, line, " ".join(found[0].split()[:3]))


def names_a_clause(module: Module) -> Iterator[Finding]:
    """Articles have numbers in statutes, never in the program."""
    if module.under(*KERNEL):
        for line, text in strings(module.tree):
            if CLAUSE.fullmatch(text.strip()):
                yield Finding(module.path, line, text)


def runs_text(module: Module) -> Iterator[Finding]:
    """No text becomes a program."""
    if module.under("polity"):
        for line, name in calls(module.tree, r"eval|exec|(pickle|marshal|shelve|dill)(\..*)?"):
            yield Finding(module.path, line, name)


def silences_without_saying_what(module: Module) -> Iterator[Finding]:
    """Whoever silences a checker names what is silenced."""
    for number, line in enumerate(module.text.splitlines(), start=1):
        if found := re.search(r"#\s*(type:\s*ignore(?!\[)|noqa(?!:))", line):
            yield Finding(module.path, number, found[1])


def reads_without_scope(module: Module) -> Iterator[Finding]:
    """Whoever looks says for whom: every public function that is given something to read takes `scope` by keyword."""
    if module.under("polity/readings"):
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                keywords = [argument.arg for argument in node.args.kwonlyargs]
                taken = {argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
                if taken & SOURCES and "scope" not in keywords:
                    yield Finding(module.path, node.lineno, node.name)


def leaves_work_undone(module: Module) -> Iterator[Finding]:
    """Nothing is left for later: no notes to do it, no function that only says it is not there, no test skipped."""
    for line, name in calls(
        module.tree, r"NotImplemented" r"Error", r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)"
    ):
        yield Finding(module.path, line, name)
    for number, line in enumerate(module.text.splitlines(), start=1):
        if found := re.search(r"#.*\b(TO" r"DO|FIX" r"ME|X" r"XX)\b", line):
            yield Finding(module.path, number, found[1])


def pretends(module: Module) -> Iterator[Finding]:
    """No test replaces our own code by a pretence of it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest.mock"):
            yield Finding(module.path, node.lineno, "unittest.mock")
        if isinstance(node, ast.Import) and any(alias.name.startswith("unittest.mock") for alias in node.names):
            yield Finding(module.path, node.lineno, "unittest.mock")
    for line, name in calls(module.tree, r"unittest\.mock(\..*)?"):
        yield Finding(module.path, line, name)


def blames_the_reader(module: Module) -> Iterator[Finding]:
    """Words for people say what is so and what helps, not that something was invalid."""
    if module.under("polity/words"):
        for line, text in strings(module.tree):
            if " " in text and (found := re.search(r"\b(invalid|errors?|denied|illegal)\b", text, re.IGNORECASE)):
                yield Finding(module.path, line, found[0])


RULES = (
    reads_the_clock,
    draws_lots,
    counts_in_floats,
    is_too_long,
    writes_by_itself,
    names_a_clause,
    runs_text,
    silences_without_saying_what,
    reads_without_scope,
    leaves_work_undone,
    pretends,
    blames_the_reader,
)
