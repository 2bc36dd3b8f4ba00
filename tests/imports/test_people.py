"""People from a file: what is new, what is there already, what differs, and that nothing is entered twice."""

from datetime import date

from polity.acts import people
from polity.imports import enter
from polity.register.forms import PersonId
from polity.words import ids
from tests.imports.desk import HEADER, Importing, counts, many
from tests.league import ANNA, SOUTH

NEW, NOTHING = {"new": 0, "same": 0, "changed": 0, "refused": 0}, []
ID = ids.show(ANNA)
# Anna's spells as the league founded them: sympathiser, candidate, member since 2023.
ANNA_ROW = f"{ID},Andrews,A,S,member,2023-01-01"
WITH_ID = "id,family,given,unit,standing,since"


def test_the_same_file_twice_changes_nothing(importing: Importing) -> None:
    path = importing.file(HEADER, *many(40))
    first, _ = importing.enter(path)
    before = importing.league.state()

    second, entered = importing.enter(path)

    assert first == {**NEW, "new": 40}
    assert second == {**NEW, "same": 40}
    assert (entered.receipts, importing.league.state()) == (NOTHING, before)


def test_new_people_stand_in_the_register_as_the_file_has_them(importing: Importing) -> None:
    header = "id,family,given,middle,unit,standing,since,until,counted_from,reason,sex,born,months_owed,workplace"
    person = "3F7K-9QWE-2ZXM"
    path = importing.file(
        header,
        f"{person},Žukova,Ána,M,S,member,2019-02-03,2020-05-06,2019-01-02,,female,1980-02-29,3,Lamp works",
        f"{person},Žukova,Ána,M,N,former,2020-05-06,,,left,female,1980-02-29,,",
    )

    found, entered = importing.enter(path)

    number = ids.read(person)
    assert number is not None
    with importing.league.register() as register:
        told = (
            found["new"],
            len(entered.receipts),
            register.name(number),
            [(s.unit, s.standing, s.since, s.until, s.counted_from, s.reason) for s in register.spells(number)],
            [(since, until, dict(facts)) for since, until, facts, _ in register.facts_history(number)],
        )
    left, born = date(2020, 5, 6), {"sex": "female", "born": "1980-02-29"}
    assert told == (
        2,
        1,
        ("Žukova", "Ána", "M"),
        [
            (SOUTH, "member", date(2019, 2, 3), left, date(2019, 1, 2), None),
            (1002, "former", left, None, left, "left"),
        ],
        [
            (date(2019, 2, 3), left, {**born, "months_owed": 3, "workplace": "Lamp works"}),
            (left, None, born),
        ],
    )


def test_a_person_without_an_id_is_known_by_name_birthday_and_unit(importing: Importing) -> None:
    rows = list(many(3))
    importing.enter(importing.file(HEADER, *rows))
    other_birthday, other_unit = rows[0].replace("1980", "1981"), rows[1].replace(",S,", ",N,")

    assert importing.counts(importing.file(HEADER, *rows, other_birthday, other_unit)) == {**NEW, "new": 2, "same": 3}


def test_a_row_that_differs_in_facts_or_name_becomes_an_amendment(importing: Importing) -> None:
    path = importing.file(f"{WITH_ID},sex,workplace", f"{ANNA_ROW.replace('Andrews', 'Adams')},female,Depot")

    found, entered = importing.enter(path)

    with importing.league.register() as register:
        told = (register.name(ANNA), dict(register.facts(ANNA, on=date(2025, 3, 1))))
    assert (found, entered.changed) == ({**NEW, "changed": 1}, 1)
    assert told == (("Adams", "A", ""), {"sex": "female", "workplace": "Depot"})
    assert importing.counts(path) == {**NEW, "same": 1}


def test_an_empty_cell_says_nothing_of_somebody_who_is_there(importing: Importing) -> None:
    importing.league.enact(people.Amend(on=date(2024, 1, 1), person=PersonId(ANNA), facts={"sex": "female"}))

    assert importing.counts(importing.file(f"{WITH_ID},sex", f"{ANNA_ROW},")) == {**NEW, "same": 1}


def test_a_change_waits_for_a_competent_office(importing: Importing) -> None:
    path = importing.file(f"{WITH_ID},sex", f"{ANNA_ROW},female")
    by = importing.league.by(None)

    with importing.opened(path, by=by) as found:
        told = [(fault.row, fault.column, fault.code) for fault in found.listed()]
        entered = enter(found, database=importing.league.database, by=by, changes_by=by)

    assert (told, entered.receipts) == ([(2, "sex", "act")], NOTHING)


def test_nothing_of_a_file_with_one_fault_is_entered(importing: Importing) -> None:
    before = importing.league.state()
    path = importing.file(HEADER, *many(30), "Bad,B,S,king,2021-01-01,female,1980-01-01")

    found, entered = importing.enter(path)

    assert found == {**NEW, "new": 30, "refused": 1}
    assert (entered.receipts, importing.league.state()) == (NOTHING, before)


def test_an_import_that_was_stopped_goes_on_where_it_stopped(importing: Importing) -> None:
    path = importing.file(HEADER, *many(50))
    stopped = RuntimeError("stopped")

    def stop(people_entered: int) -> None:
        if people_entered == 30:
            raise stopped

    with importing.opened(path) as found:
        try:
            league = importing.league
            enter(found, database=league.database, by=league.by(None), changes_by=league.by(), size=10, progress=stop)
        except RuntimeError as problem:
            assert problem is stopped
    importing.seal()

    assert importing.counts(path) == {**NEW, "new": 20, "same": 30}
    _, entered = importing.enter(path, size=10)
    assert (entered.new, importing.counts(path)) == (20, {**NEW, "same": 50})


def test_two_who_import_the_same_file_at_once_enter_it_once(importing: Importing) -> None:
    path = importing.file(HEADER, *many(20))
    league = importing.league
    with importing.opened(path) as first, importing.opened(path) as second:
        one = enter(first, database=league.database, by=league.by(None), changes_by=league.by())
        two = enter(second, database=league.database, by=league.by(None), changes_by=league.by())
        seen = counts(second)
    importing.seal()

    assert seen == {**NEW, "new": 20}
    assert [receipt.entry for receipt in one.receipts] == [receipt.entry for receipt in two.receipts]
    assert importing.counts(path) == {**NEW, "same": 20}


def test_json_lines_say_the_same_as_separated_values(importing: Importing) -> None:
    importing.enter(importing.file(HEADER, *many(2)))
    lines = [
        '{"family": "Family0", "given": "G0", "unit": "S", "standing": "member", "since": "2021-01-01",'
        ' "sex": "female", "born": "1980-01-01"}',
        '{"family": "Family1", "given": "G1", "unit": "S", "standing": "member", "since": "2021-01-02",'
        ' "sex": "female", "born": "1980-01-01", "middle": null}',
        '{"family": "New", "unit": "S", "standing": "candidate", "since": "2022-01-01", "months_owed": 4}',
    ]

    assert importing.counts(importing.file(*lines, name="people.jsonl")) == {**NEW, "new": 1, "same": 2}
