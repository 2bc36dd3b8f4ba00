"""One case under a rule of its day: the verdict, every clause on the way, its source, and what would change it."""

from datetime import date
from typing import Any

from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.register.asked import dates_of
from polity.register.facts import of_case
from polity.statutes import Explanation, store


def explained(
    house: House, rule: str, subject: int, *, on: date, scope: Scope, supposing: dict[str, Any] | None = None
) -> Explanation | None:
    """Decide a rule for one subject on a day, and say why. None for a subject outside the scope, as for none at all.

    supposing  facts to put in the place of the register's: what would hold if they were so
    """
    with house.register(scope=scope) as register:
        kind = register.kind_of(subject)
        spell = register.spell(subject, on=on) if kind == "person" else None
        if kind is None or (spell is None and register.place(subject, on=on) is None):
            return None
        law = store.adopted(register)
        if kind not in law.subjects() or rule not in law.rules(kind):
            known = ", ".join(law.rules(kind)) if kind in law.subjects() else "none"
            raise Unanswerable(f"No rule over this kind of subject ({kind}) is called {rule}.", f"There are: {known}.")
        facts = of_case(register, subject, kind, at=on, wanted=law.reads([rule], kind)) | (supposing or {})
        dates = dates_of(register, spell, on=on)
        return law.explain(
            rule, facts, subject=kind, at=on, dates=dates, within=store.within(register, subject, kind, at=on)
        )


def plain(explanation: Explanation) -> dict[str, Any]:
    """An explanation as JSON shows it, with stable keys."""
    verdict = explanation.verdict
    return {
        "rule": verdict.rule,
        "subject": verdict.subject,
        "on": verdict.at.isoformat(),
        "governing": verdict.governing.isoformat(),
        "outcome": verdict.outcome if not isinstance(verdict.outcome, date) else verdict.outcome.isoformat(),
        "shown": explanation.shown,
        "clause": verdict.clause,
        "failed": list(verdict.failed),
        "unknown": list(verdict.unknown),
        "missing": list(verdict.missing),
        "law": verdict.fingerprint,
        "facts": dict(explanation.facts),
        "params": [
            {"name": p.name, "key": p.key, "value": p.shown, "since": _day(p.since), "source": p.source,
             "status": p.status}
            for p in explanation.params
        ],
        "steps": [
            {
                "rule": step.rule,
                "value": step.shown,
                "clause": step.clause,
                "clauses": [
                    {
                        "id": c.id, "text": c.text, "holds": c.outcome, "decides": c.decides, "says": c.say,
                        "remedy": c.remedy, "source": c.source, "status": c.status, "reform": c.reform,
                        "since": _day(c.since), "until": _day(c.until),
                    }
                    for c in step.clauses
                ],
            }
            for step in explanation.steps
        ],
        "would_change": [change.says for change in explanation.changes],
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
