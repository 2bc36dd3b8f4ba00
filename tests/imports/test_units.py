"""Units from a file: a tree founded as a whole, changes by their own acts, faults by row and column."""

from datetime import date

import pytest

from polity.words import ids
from tests.imports.desk import Importing
from tests.league import CENTRE, NORTH, SOUTH

HEADER = "code,name,kind,tier,parent,since,until"
NEW = {"new": 0, "same": 0, "changed": 0, "refused": 0}


def test_units_are_founded_under_the_register_and_under_each_other(importing: Importing) -> None:
    path = importing.file(
        "id,code,name,kind,tier,parent,since,until",
        ",E,East,office,branch,C,2021-01-01,2023-01-01",
        ",E,East and Hill,office,branch,C,2023-01-01,",
        f"3F7K-9QWE-2ZXM,W,West,office,branch,{ids.show(CENTRE)},2021-01-01,",
    )

    first, entered = importing.enter(path, "units")

    west = ids.read("3F7K-9QWE-2ZXM")
    assert west is not None
    with importing.league.register() as register:
        east = register.unit_by_code("E", on=date(2022, 1, 1))
        assert east is not None
        told = [(v.name, v.parent, v.since, v.until) for v in register.unit_history(east.unit)]
        told += [(v.name, v.parent, v.since, v.until) for v in register.unit_history(west)]
    assert (first, len(entered.receipts)) == ({**NEW, "new": 3}, 1)
    assert told == [
        ("East", CENTRE, date(2021, 1, 1), date(2023, 1, 1)),
        ("East and Hill", CENTRE, date(2023, 1, 1), None),
        ("West", CENTRE, date(2021, 1, 1), None),
    ]
    assert importing.counts(path, "units") == {**NEW, "same": 3}


def test_a_new_name_from_a_later_day_is_a_renaming_and_a_new_parent_a_move(importing: Importing) -> None:
    path = importing.file("id," + HEADER, f"{ids.show(NORTH)},NN,Quay,office,branch,C,2024-01-01,")
    found, entered = importing.enter(path, "units")

    with importing.league.register() as register:
        told = [(v.code, v.name, v.since) for v in register.unit_history(NORTH)]
    assert (found, entered.changed) == ({**NEW, "changed": 1}, 1)
    assert told == [("N", "North", date(2019, 1, 1)), ("NN", "Quay", date(2024, 1, 1))]
    assert importing.counts(path, "units") == {**NEW, "same": 1}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",X,office,branch,C,2021-01-01,", ("code", "cell.empty")),
        ("X,,office,branch,C,2021-01-01,", ("name", "cell.empty")),
        ("X,X,office,parish,C,2021-01-01,", ("tier", "unit.tier")),
        ("X,X,office,branch,Q,2021-01-01,", ("parent", "unit.unknown")),
        ("X,X,office,branch,C,2018-01-01,", ("parent", "unit.day")),
        ("X,X,office,branch,N,2021-01-01,", ("tier", "unit.order")),
        ("X,X,office,branch,C,2021-01-01,2020-01-01", ("until", "days.order")),
        ("X,X,office,branch,C,2021-1-1,", ("since", "day.form")),
        ("X,X,office,centre,,2021-01-01,", ("parent", "unit.root")),
        ("N,North Quay,office,branch,C,2019-01-01,", ("name", "unit.differs")),
        ("N,North,office,centre,C,2019-01-01,", ("tier", "unit.fixed")),
        ("N,North,office,branch,C,2019-01-01,2024-01-01", ("until", "unit.differs")),
    ],
)
def test_a_fault_is_named_by_its_column(importing: Importing, row: str, told: tuple[str, str]) -> None:
    path = importing.file(HEADER, row, "Z,Z,office,branch,C,2021-01-01,")

    assert importing.faults(path, "units") == [(2, *told)]
    assert importing.counts(path, "units") == {**NEW, "new": 1, "refused": 1}


def test_what_stands_in_the_way_of_a_move_is_said_in_the_words_of_the_act(importing: Importing) -> None:
    path = importing.file(HEADER, "C,Centre,office,centre,S,2021-01-01,")

    assert importing.says(path, "units")[0] == (
        f"{ids.show(CENTRE)} would stand under itself: {ids.show(SOUTH)} lies below it on 2021-01-01."
        " Choose a parent outside its own subtree."
    )


def test_a_circle_is_found_and_named_once(importing: Importing) -> None:
    path = importing.file(HEADER, "A,A,office,centre,B,2021-01-01,", "B,B,office,branch,A,2021-01-01,")

    assert importing.says(path, "units") == [
        "The unit would stand under itself: A → B → A. Choose a parent outside its own subtree."
    ]


def test_rows_of_one_unit_do_not_overlap_and_codes_are_borne_once(importing: Importing) -> None:
    path = importing.file(
        "id," + HEADER,
        ",A,A,office,branch,C,2021-01-01,",
        ",A,A,office,branch,C,2021-01-01,",
        ",A,Ay,office,branch,C,2022-01-01,",
        "3F7K-9QWE-2ZXM,B,B,office,branch,C,2021-01-01,",
        "3F7K-9QWE-2ZXN,B,B,office,branch,C,2022-01-01,",
        "3F7K-9QWE-2ZXP,N,Other,office,branch,C,2022-01-01,",
    )

    assert importing.faults(path, "units") == [
        (3, "code", "unit.twice"),
        (4, "since", "unit.overlap"),
        (6, "code", "unit.code"),
        (7, "code", "unit.code"),
    ]


def test_what_stands_under_a_faulty_row_is_not_blamed_for_it(importing: Importing) -> None:
    path = importing.file(HEADER, "A,A,office,branch,C,yesterday,", "B,B,office,branch,A,2021-01-01,")

    assert importing.faults(path, "units") == [(2, "since", "day.form")]
