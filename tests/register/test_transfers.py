"""What the database keeps of transfers by itself, says by name, and loses when it goes back a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from polity.acts import Act, Refused, membership
from polity.postgres.migrate import migrate
from polity.register.changes import BeginSpell, Change, SetName
from polity.register.links import NoteTransfer, OpenTransfer
from polity.register.register import Register
from polity.words.kept import RULES, SUBJECTS, says
from tests.league import ANNA, NORTH, SOUTH, League

DAY = date(2025, 3, 1)
NOBODY, NOWHERE = 2999, 1999


@dataclass(frozen=True, kw_only=True)
class Careless(Act):
    """An act that examines nothing, so that only the database stands in its way."""

    follows: tuple[Change, ...]

    name = "careless"
    founding = True

    def changes(self, register: Register) -> Iterator[Change]:
        yield from self.follows

    def plain(self) -> dict[str, object]:
        return {"on": self.on}


@pytest.mark.parametrize(
    ("follows", "kept"),
    [
        pytest.param((BeginSpell(ANNA, NOWHERE, "former", date(2018, 1, 1), date(2018, 1, 1), None, date(2018, 2, 1)),),
                     RULES["unit_stands"], id="a unit that does not stand"),
        pytest.param((SetName(NOBODY, "N", "N", ""),), SUBJECTS, id="a name of nobody"),
        pytest.param((NoteTransfer(1, NOBODY, "asked", DAY),), SUBJECTS, id="a step of nobody's"),
        pytest.param((OpenTransfer(1, ANNA, SOUTH, NORTH, DAY), OpenTransfer(2, ANNA, SOUTH, NORTH, DAY)),
                     RULES["one_open_transfer"], id="two transfers at once"),
    ],
)  # fmt: skip
def test_what_the_database_refuses_is_said_by_its_name(league: League, follows: tuple[Change, ...], kept: str) -> None:
    with pytest.raises(Refused) as refused:
        league.enact(Careless(on=DAY, follows=follows))
    assert [found.data["says"] for found in refused.value.objections] == [kept]
    assert kept != says(None)


def test_going_back_a_step_leaves_what_was_declined_or_asked_for_as_withdrawn(league: League) -> None:
    league.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1))
    league.enact(membership.Decline(on=DAY, member=ANNA, grounds="We are full."))
    league.enact(membership.AskTransfer(on=DAY, person=ANNA, receiving=NORTH, transfer=2))
    migrate(league.database.dsn, target="0009_branches_meet")
    with league.database.owner() as connection:
        found = connection.execute("SELECT transfer, state FROM transfer ORDER BY 1").fetchall()
    assert found == [(1, "withdrawn"), (2, "withdrawn")]
