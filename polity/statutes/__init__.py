"""The statute engine: law as data, decided one case at a time, over everybody, and explained.

It knows no database: it makes the SQL that others run.
"""

from polity.statutes.changes import Change
from polity.statutes.differences import diff
from polity.statutes.documents import Clause, Fact, Param, Pilot, Reform, Rule, Statute
from polity.statutes.explain import ClauseNote, Explanation, ParamRead, Step, show
from polity.statutes.faults import Fault, Faulty
from polity.statutes.law import Law
from polity.statutes.months import add_months, months_between
from polity.statutes.reading import read
from polity.statutes.records import Article, Competence, Episode
from polity.statutes.review import Analysis, ChangedKind, cases
from polity.statutes.verdicts import Verdict

__all__ = [
    "Analysis",
    "Article",
    "Change",
    "ChangedKind",
    "Clause",
    "ClauseNote",
    "Competence",
    "Episode",
    "Explanation",
    "Fact",
    "Fault",
    "Faulty",
    "Law",
    "Param",
    "ParamRead",
    "Pilot",
    "Reform",
    "Rule",
    "Statute",
    "Step",
    "Verdict",
    "add_months",
    "cases",
    "diff",
    "months_between",
    "read",
    "show",
]
