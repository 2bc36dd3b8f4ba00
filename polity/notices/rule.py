"""The form of a rule: who is told what after which act."""

from dataclasses import dataclass

PERSON, DESK = "person", "desk"


@dataclass(frozen=True)
class Rule:
    """One notice after an act.

    to       a person, or the desk of a unit
    whom     the particular that names the person, or the unit: `home` for the unit where the person is at home,
             `above` for the one above it; `holder` is whose term of office the act names. Of a resolution: `body`
             decides on it, `mover` moved it, `owner` sees to a task, a target or a danger; of an export: `owner` asked
    subject  says what kind of thing it is, and nothing about anybody
    says     the text; {on}, {unit}, {above} and the act's own particulars are filled in
    about    the particular that names whom a desk's notice is about; a page shows the name to whoever may see it
    when     a particular and the value that it must have; of an export also `approved`, whether one officer was enough
    """

    to: str
    whom: str
    subject: str
    says: str
    about: str = "person"
    when: tuple[str, object] | None = None


def person(subject: str, says: str, whom: str = "person", when: tuple[str, object] | None = None) -> Rule:
    """A notice to a person."""
    return Rule(PERSON, whom, subject, says, when=when)


def desk(
    subject: str, says: str, unit: str = "home", about: str = "person", when: tuple[str, object] | None = None
) -> Rule:
    """A notice to the desk of a unit."""
    return Rule(DESK, unit, subject, says, about, when)
