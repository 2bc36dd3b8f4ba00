"""The law as one reads it: texts, the articles of a day, the history of each, who may do what, and a case explained."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.cases import law_of
from polity.readings.explained import explained
from polity.readings.house import House, Scope
from polity.readings.people import seen
from polity.readings.units import narrowed
from polity.statutes import Article, Competence, Episode, Explanation, store


class Text(NamedTuple):
    """A text of law as it was adopted."""

    name: str
    adopted: date
    number: int | None  # the journal entry that adopted it
    text: str


class Case(NamedTuple):
    """A case and what the law says of it."""

    subject: int
    kind: str
    label: str  # name of the person, or of the subject
    rule: str
    on: date
    explanation: Explanation


def texts(house: House, *, scope: Scope) -> list[Text]:
    """All statutes and reforms adopted so far, in the order of their adoption."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT t.name, t.adopted, s.number, t.text FROM statute t LEFT JOIN journal_seal s USING (entry)"
            " ORDER BY t.ordinal"
        )
        return [Text(*row) for row in register.cursor.fetchall()]


def articles(house: House, *, on: date, scope: Scope) -> list[tuple[str, Sequence[Article]]]:
    """The clauses in force on a day, by the kind of subject that they govern."""
    law = law_of(house, scope=scope)
    return [(subject, law.articles(subject, on)) for subject in law.subjects()]


def fingerprint(house: House, *, scope: Scope) -> str:
    """What tells one state of the law from another."""
    return law_of(house, scope=scope).fingerprint


def history(house: House, name: str, *, scope: Scope) -> list[Episode]:
    """Everything that the law has said under the id of a clause, or the name of a parameter or an act."""
    return law_of(house, scope=scope).history(name)


def parameters_of(house: House, articles_of_a_clause: Sequence[Article], *, scope: Scope) -> dict[str, list[Episode]]:
    """The dated values of every parameter that is named in the texts of a clause."""
    law = law_of(house, scope=scope)
    words = {word for article in articles_of_a_clause for word in _words(article.text)}
    return {name: law.history(name) for name in law.params if name in words}


def _words(text: str) -> set[str]:
    return set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split())


def powers(house: House, acts: Sequence[str], *, on: date, scope: Scope) -> list[Competence]:
    """Who may do each act on a day, as far as the law says."""
    law = law_of(house, scope=scope)
    found = (law.competence(act, on) for act in acts)
    return [competence for competence in found if competence is not None]


def rules(house: House, *, scope: Scope) -> list[tuple[str, str, str]]:
    """The rules of which a case can be asked: the kind of subject, the name and the title."""
    with house.register(scope=scope) as register:
        law, kinds = store.adopted(register), register.kinds()
    asked = [kind for kind in law.subjects() if kind in kinds]  # the law also governs what is no subject: decisions
    return [(kind, name, rule.title) for kind in asked for name, rule in law.rules(kind).items()]


def explain(house: House, subject: int, rule: str, *, on: date, scope: Scope) -> Case | None:
    """Decide a case on a day and say why. None where there is no such subject, or it lies outside the scope.

    Raises Unanswerable for a rule that there is not.
    """
    with house.register(scope=scope) as register:
        place = None
        if (home := seen(register, subject, scope=scope)) is None:
            place = register.place(subject, on=scope.day)
            if place is None:
                return None
        here = narrowed(register, home, on=scope.day, scope=scope) if home else scope
    with house.register(scope=here) as register:
        name = register.names([subject]).get(subject, "") if place is None else place.label
    # The reader may see the case: its facts are then the same as those on which an act would be decided, though they
    # rest on people elsewhere, such as the standing of sponsors.
    explanation = explained(house, rule, subject, on=on, scope=Scope(day=scope.day, whole=True))
    if explanation is None:
        return None
    return Case(subject, "person" if place is None else place.kind, name, rule, on, explanation)
