"""The tables of the register: one list, which checks, effects, erasure and migrations go by."""

from typing import NamedTuple


class Table(NamedTuple):
    """A table that acts write to.

    person   the column that says whose rows these are, where they are about one person
    erased   what becomes of the rows of somebody erased: "gone", or "kept" without a name; empty if about nobody
    emptied  columns of kept rows that are emptied, because they may hold what somebody wrote about the person
    keyed    replay needs its keys, because changes write to it with ON CONFLICT
    shown    an entry's page counts its rows
    everybodys  its rows are shown to every scope, so that finding an id there does not say that it may be seen
    """

    name: str
    person: str = ""
    erased: str = ""
    emptied: tuple[str, ...] = ()
    keyed: bool = False
    shown: bool = True
    everybodys: bool = False


REGISTER = (
    Table("organisation", keyed=True, shown=False),
    Table("kind", keyed=True),
    Table("field", keyed=True),
    Table("statute"),
    Table("unit"),
    Table("correspondence"),
    Table("subject", keyed=True, shown=False),
    Table("person_name", "person", "gone", keyed=True, shown=False),
    Table("person_contact", "person", "gone", keyed=True, shown=False),
    Table("standing", "person", "kept"),
    Table("facts", "subject", "kept"),
    Table("evidence", "subject", "gone", keyed=True),
    Table("place"),
    Table("sponsor", "person", "kept"),
    Table("contact", "sympathiser", "kept"),
    Table("application", "person", "kept", emptied=("grounds",)),
    Table("sponsor_asked", "person", "kept"),
    Table("branch_decision", "person", "kept"),
    Table("promotion_refused", "person", "kept", emptied=("grounds",)),
    Table("appeal", "person", "kept", emptied=("grounds", "reply", "reasons")),
    Table("transfer", "person", "kept"),
    Table("transfer_step", "person", "kept", emptied=("grounds",)),
    Table("office_term", "person", "kept"),
    Table("release"),
    Table("export"),
    Table("duplicate_case", "person", "kept", emptied=("grounds",), keyed=True, shown=False),
    Table("meeting", keyed=True),
    Table("meeting_held", keyed=True, shown=False, everybodys=True),
    Table("attendance", "person", "kept", keyed=True),
    Table("meeting_decision"),
    Table("contact_report", "person", "gone"),
    Table("reregistration"),
    Table("reregistration_outcome", "person", "kept", emptied=("grounds",), keyed=True),
    Table("account", "person", "gone"),
    Table("recovery", "person", "gone"),
    Table("request", "person", "kept", emptied=("wanted", "grounds", "answer")),
    Table("consent", "person", "gone"),
    Table("resolution", everybodys=True),
    Table("resolution_count", "teller", "kept", keyed=True, everybodys=True),
    Table("resolution_decision", everybodys=True),
    Table("forecast_kept", everybodys=True),
    Table("resolution_part", everybodys=True),
    Table("part_report", everybodys=True),
    Table("danger", everybodys=True),
    Table("danger_report", everybodys=True),
    Table("open_question", everybodys=True),
    Table("question_forecast", "forecaster", "kept", emptied=("grounds",), everybodys=True),
)
GONE = {table.name: table.person for table in REGISTER if table.erased == "gone"}
KEPT = {table.name: table.person for table in REGISTER if table.erased == "kept"}
ERASING = ("person.erase", "right.erase", "record.expire")  # acts that take away what was, and leave no version of it
# What is written anew after an erasure. Notices are no part of the register, but what was told goes with a person.
PERSONAL = (*(f"{name}{past}" for name in (GONE | KEPT) for past in ("", "_past")), "notice")


def laid_down(name: str, columns: str, *, seen: str, subjects: str = "", units: bool = False) -> str:
    """SQL that makes a table of the register with all that the others have, for a migration.

    columns   what stands between the brackets of CREATE TABLE, without `entry`, which every table has
    seen      which rows a reader of a scope sees, as SQL over the row; `IN (SELECT polity_people())` and
              `IN (SELECT polity_units())` say what lies in the scope. The whole sees all.
    subjects  columns, separated by spaces, that name subjects the register must hold
    units     whether rows have `unit` and `valid`, and the unit must stand on all those days

    It keeps every version that an entry replaces, takes no write without an entry, and is scoped by row.
    """
    parts = [f"CREATE TABLE {name} ({columns}, entry bigint NOT NULL);", _guarded(name, seen)]
    parts.append(f"CREATE INDEX {name}_of_entry ON {name} (entry);")
    if subjects:
        parts += _checked(name, "names_subjects", ", ".join(f"'{column}'" for column in subjects.split()))
    if units:
        parts += _checked(name, "stands_in_units", "")
    return "\n".join(parts)


def taken_up(*names: str) -> str:
    """SQL that drops tables made by `laid_down`, the last first."""
    return "\n".join(f"DROP TABLE {name}_past; DROP TABLE {name};" for name in reversed(names))


def _guarded(name: str, seen: str) -> str:
    parts = [f"CREATE TABLE {name}_past (LIKE {name}, gone bigint NOT NULL);CREATE INDEX ON {name}_past (gone);"]
    for stored in (name, f"{name}_past"):
        parts.append(
            f"CREATE TRIGGER needs_an_entry BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {stored}"
            " FOR EACH STATEMENT EXECUTE FUNCTION polity_needs_an_entry();"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {stored} TO polity_actor;"
            f"GRANT SELECT ON {stored} TO polity_reader;"
            f"ALTER TABLE {stored} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY in_scope ON {stored} FOR SELECT TO polity_reader USING (polity_all() OR ({seen}));"
            f"CREATE POLICY acts_see_all ON {stored} TO polity_actor USING (true) WITH CHECK (true);"
        )
    parts.append(
        f"CREATE TRIGGER keeps_the_past AFTER UPDATE OR DELETE ON {name}"
        " FOR EACH ROW EXECUTE FUNCTION polity_keeps_the_past();"
    )
    return "\n".join(parts)


def _checked(name: str, what: str, arguments: str) -> list[str]:
    return [
        f"CREATE TRIGGER {what}_{event.lower()} AFTER {event} ON {name} REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION polity_{what}({arguments});"
        for event in ("INSERT", "UPDATE")
    ]
