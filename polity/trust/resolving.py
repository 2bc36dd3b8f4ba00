"""What twins have in common and everybody may read: a resolution with what follows from it, a draft, a question."""

from datetime import timedelta
from typing import TYPE_CHECKING

from polity.acts import danger as danger_of
from polity.acts import followup, question, resolution
from polity.register.forms import PersonId, SubjectId, UnitId

if TYPE_CHECKING:
    from polity.trust.twins import Doing, Lived, Place

REFORM = """reform: longer-probation
title: A longer probation
from: {since}
set: {{param: probation_months, to: 6}}
"""


def resolve(do: "Doing", here: "Place", third: "Place", root: int, chief: int, lived: "Lived") -> None:
    """What everybody may read: a resolution that the branch moves, counted by members of two branches, what follows
    from it, and a question. Only who counted and who forecast may not be known outside their own branches.
    """
    moves, decides = ("secretary", here.unit, here.secretary), ("secretary", root, chief)
    today, resolved, named = do.today, SubjectId(do.id()), {"says": "Lamps in every hall.", "title": "Lamps"}
    units = {"body": UnitId(root), "mover": UnitId(here.unit)}
    do(resolution.Draft(on=today - timedelta(3), resolution=resolved, **named, **units), *moves)
    drafted = SubjectId(do.id())
    reform = REFORM.format(since=today + timedelta(30))
    changed = {"says": "Probation is six months.", "title": "Probation", "reform": reform}
    do(resolution.Draft(on=today - timedelta(3), resolution=drafted, **changed, **units), *moves)
    kept, run = SubjectId(do.id()), '{"says": ["A few wait longer."], "by": "gender", "headline": "female"}'
    do(resolution.Keep(on=today - timedelta(2), forecast=kept, resolution=drafted, title="Ten years", run=run), *moves)
    do(resolution.Put(on=today - timedelta(2), resolution=resolved), *moves)
    for teller in (here.some("member", 5)[4], third.some("member", 6)[5]):
        figures = {"present": 7, "entitled": 9, "votes_for": 5, "votes_against": 1, "abstained": 1}
        teller_is = PersonId(teller.person)
        do(resolution.Counted(on=today - timedelta(1), resolution=resolved, teller=teller_is, **figures), *decides)
    do(resolution.Decide(on=today, resolution=resolved), *decides)
    part, danger, asked = (SubjectId(do.id()) for _ in range(3))
    owned = {"owner": UnitId(here.unit), "says": "Lamps are bought."}
    do(followup.Task(on=today, part=part, resolution=resolved, **owned), *decides)
    watch = {"sign": "Complaints.", "precaution": "A second lamp.", "resolution": resolved}
    do(danger_of.Name(on=today, danger=danger, **owned, **watch), *decides)
    days = {"due_from": today + timedelta(400), "due_to": today + timedelta(500)}
    put = {"title": "Oil or gas?", "says": "What will burn.", "outcomes": ("oil", "gas"), "settles": "One looks."}
    do(question.Open(on=today - timedelta(9), question=asked, owner=UnitId(root), **put, **days), *decides)
    figured = SubjectId(do.id())
    figure = {"outcomes": ("kept", "not"), "where": {"standing": "member"}, "bound": 100, "side": "least"}
    do(
        question.Open(on=today - timedelta(9), question=figured, owner=UnitId(root), **{**put, **figure}, **days),
        *decides,
    )
    for chance, member in ((300, here.some("member", 5)[4]), (800, third.some("member", 6)[5])):
        who, held = PersonId(member.person), {"oil": chance, "gas": 1000 - chance}
        said = question.Forecast(on=today, forecast=SubjectId(do.id()), question=asked, chances=held, forecaster=who)
        do(said, None, None, member.person)
    for what, made in (
        ("resolution", resolved),
        ("resolution", drafted),
        ("part", part),
        ("danger", danger),
        ("question", asked),
        ("question", figured),
        ("forecast", kept),
    ):
        lived[what].append(made)
