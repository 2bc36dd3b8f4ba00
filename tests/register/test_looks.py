"""What is read within a look is read at once: one snapshot, each scope for itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from psycopg import errors

from polity.acts import membership, people
from polity.columns import Columns
from polity.journal import sealer
from polity.postgres.database import OF_A_LOOK, Database
from polity.readings.house import Scope
from tests.league import ANNA, BORIS, CENTRE, CLARA, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 3, 1)


def seen(league: League, scope: Scope, desk: str = "") -> set[int]:
    """The people whose names a reader sees."""
    with league.house.register(scope=scope, desk=desk) as register:
        register.cursor.execute("SELECT person FROM person_name")
        return {int(row[0]) for row in register.cursor.fetchall()}


def in_another_thread(league: League, number: int = CLARA) -> None:
    """Somebody else records a person meanwhile."""
    act = people.Record(on=DAY, person=number, unit=NORTH, family="C", given="C")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(league.enact, act).result()


def test_a_look_shows_one_moment(league: League) -> None:
    with league.database.look():
        before = seen(league, WHOLE)
        in_another_thread(league)
        within = seen(league, WHOLE)
    after = seen(league, WHOLE)

    assert (within, after) == (before, before | {CLARA})


def test_what_one_writes_oneself_is_seen_in_the_same_look(league: League) -> None:
    with league.database.look():
        before = seen(league, WHOLE)
        league.enact(people.Record(on=DAY, person=CLARA, unit=NORTH, family="C", given="C"))
        within = seen(league, WHOLE)

    assert within == before | {CLARA}


def test_a_look_over_many_days_needs_no_more_connections(league: League) -> None:
    database = Database(league.database.dsn, most=OF_A_LOOK + 1)
    try:
        with database.look():
            for day in range(1, 29):
                with database.reading(scope=str(NORTH), scope_day=f"2025-02-{day:02}") as cursor:
                    cursor.execute("SELECT 1")
    finally:
        database.close()


def test_each_scope_of_a_look_sees_its_own_and_no_more(league: League) -> None:
    in_another_thread(league)
    scopes = [
        Scope(day=DAY),
        Scope(day=DAY, person=ANNA),
        Scope(day=DAY, unit=SOUTH),
        Scope(day=DAY, unit=NORTH, person=ANNA),
        Scope(day=DAY, unit=CENTRE),
        Scope(day=date(2018, 1, 1), unit=SOUTH),
        WHOLE,
    ]
    apart = [seen(league, scope) for scope in scopes]
    with league.database.look():
        once = [seen(league, scope) for scope in scopes]
        again = [seen(league, scope) for scope in reversed(scopes)][::-1]

    assert once == again == apart
    everybody = {ANNA, BORIS, CLARA}
    assert apart == [set(), {ANNA}, {ANNA}, everybody, everybody, set(), everybody]


def test_scopes_that_overlap_in_time_do_not_mix(league: League) -> None:
    def of(scope: Scope) -> Iterator[set[int]]:
        with league.house.register(scope=scope) as register:
            for _time in range(2):
                register.cursor.execute("SELECT person FROM person_name")
                yield {int(row[0]) for row in register.cursor.fetchall()}

    south, nobody = Scope(day=DAY, unit=SOUTH), Scope(day=DAY)
    with league.database.look():
        first, second = of(south), of(nobody)
        told = [next(first), next(second), next(first), next(second)]
        first.close()
        second.close()

    assert told == [seen(league, south), set(), seen(league, south), set()]


def test_what_a_desk_opens_stays_at_the_desk(league: League) -> None:
    league.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=league.id()))
    north = Scope(day=DAY, unit=NORTH)
    with league.database.look():
        before, at_the_desk, after = seen(league, north), seen(league, north, "transfers"), seen(league, north)

    assert (before & {ANNA}, at_the_desk & {ANNA}, after & {ANNA}) == (set(), {ANNA}, set())


def test_there_is_no_desk_of_any_other_name(league: League) -> None:
    with (
        pytest.raises(ValueError, match=r"^There is no desk 'cellar'\.$"),
        league.house.register(scope=WHOLE, desk="cellar"),
    ):
        pass


def test_a_question_that_fails_does_not_spoil_the_next(league: League) -> None:
    with league.database.look():
        with pytest.raises(errors.UndefinedTable), league.house.register(scope=WHOLE) as register:
            register.cursor.execute("SELECT 1 FROM nothing_of_the_kind")
        found = seen(league, WHOLE)

    assert found == seen(league, WHOLE)


def test_as_many_rows_are_asked_one_by_one_in_each_reading(league: League) -> None:
    counts = []
    with league.database.look():
        for _time in range(2):
            with league.house.register(scope=Scope(day=DAY, unit=NORTH)) as register:
                register.cursor.execute(
                    "SELECT count(*) FILTER (WHERE polity_one_by_one()) FROM generate_series(1, 152)"
                )
                counts += register.cursor.fetchall()

    assert counts == [(150,), (150,)]


def test_a_look_that_breaks_gives_its_connections_back(league: League) -> None:
    database = Database(league.database.dsn, most=OF_A_LOOK + 1)
    try:
        for _time in range(OF_A_LOOK + 1):
            with pytest.raises(KeyError), database.look():
                for person in (ANNA, BORIS, CLARA):
                    with database.reading(scope="none", scope_day="2025-03-01", self_person=person) as cursor:
                        cursor.execute("SELECT 1")
                raise KeyError
    finally:
        database.close()


def test_more_looks_than_connections_allow_do_without(league: League) -> None:
    in_another_thread(league)
    database = Database(league.database.dsn, most=OF_A_LOOK + 1)

    def count() -> int:
        with database.look(), database.reading(scope="all", scope_day="2025-03-01") as cursor:
            cursor.execute("SELECT count(*) FROM person_name")
            return int((cursor.fetchone() or (0,))[0])

    try:
        with ThreadPoolExecutor(8) as pool, database.look():
            found = {pool.submit(count).result() for _time in range(16)}
    finally:
        database.close()

    assert found == {len(seen(league, WHOLE))}


def test_the_head_is_asked_for_once_in_a_look(league: League) -> None:
    asked: list[int] = []
    with league.database.look():
        told = [league.database.once("test", lambda: asked.append(1) or len(asked)) for _time in range(3)]
    told += [league.database.once("test", lambda: asked.append(1) or len(asked)) for _time in range(2)]

    assert told == [1, 1, 1, 2, 3]


def test_columns_that_know_more_than_a_look_stay_as_they_are(league: League) -> None:
    columns = Columns(league.database)
    head = columns.refresh()
    with league.database.look():
        columns.refresh()
        in_another_thread(league)
        with ThreadPoolExecutor(1) as pool:
            sealer.seal_pending(league.database)
            further = pool.submit(columns.refresh).result()
        within, epoch = columns.refresh(), columns.epoch
    after = columns.refresh()
    columns.close()

    assert head < further
    assert (within, after, columns.epoch) == (further, further, epoch)
