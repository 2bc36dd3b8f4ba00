"""Let a transfer be asked for, declined and taken back, and let the database name what it keeps.

Why      A member asks, the sending unit releases, the receiving one acknowledges or declines; each step has its day
         and its grounds. The desk of the receiving unit must see whom it is to acknowledge, and nothing more; before
         the release it must see nothing. And what the database refuses should be said in words, by its name.
Touches  No rows; one new table, one check, one index, policies, and the names in four functions.
Back     Takes them away. What was asked for or declined counts as withdrawn then; its days and grounds are lost.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

BEFORE = "('released', 'received', 'withdrawn')"
AFTER = "('asked', 'released', 'received', 'declined', 'withdrawn', 'refused', 'cancelled')"
UNSEEN = "('asked', 'refused', 'cancelled')"  # never released: no business of the receiving unit

STEPS = laid_down(
    "transfer_step",
    "transfer bigint NOT NULL, person bigint NOT NULL, state text NOT NULL, on_day date NOT NULL, grounds text",
    seen="person IN (SELECT polity_people()) OR transfer IN (SELECT t.transfer FROM transfer t)",
    subjects="person",
)

DESK = """
CREATE INDEX transfer_step_transfer ON transfer_step (transfer);
CREATE INDEX transfer_receiving ON transfer (receiving) WHERE state = 'released';
CREATE FUNCTION polity_arriving() RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
  SET search_path = public AS $$
BEGIN
  IF current_setting('polity.desk', true) IS DISTINCT FROM 'transfers' THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT t.person FROM transfer t
    WHERE t.state = 'released' AND t.receiving IN (SELECT polity_units());
END $$;
CREATE POLICY on_their_way ON person_name FOR SELECT TO polity_reader
  USING (person IN (SELECT polity_arriving()));
CREATE POLICY on_their_way ON standing FOR SELECT TO polity_reader
  USING (person IN (SELECT polity_arriving())
    AND valid @> nullif(current_setting('polity.scope_day', true), '')::date);
"""

# What raises, the words after which the name is put, and the name as SQL.
NAMES = (
    ("polity_names_subjects", "ERRCODE = 'foreign_key_violation'", "'names_subjects_fkey'"),
    (
        "polity_stands_in_units",
        "ERRCODE = 'foreign_key_violation'",
        "CASE TG_TABLE_NAME WHEN 'place' THEN 'place_unit_stands' ELSE 'unit_stands' END",
    ),
    ("polity_one_set_of_facts_a_day", "ERRCODE = 'exclusion_violation'", "'one_set_of_facts_a_day'"),
    ("polity_unit_is_needed", "ERRCODE = 'foreign_key_violation'", "'unit_stands'"),
)


def states(allowed: str, still_open: str) -> str:
    return f"""
ALTER TABLE transfer DROP CONSTRAINT transfer_state_check;
ALTER TABLE transfer ADD CONSTRAINT transfer_state_check CHECK (state IN {allowed});
DROP INDEX one_open_transfer;
CREATE UNIQUE INDEX one_open_transfer ON transfer (person) WHERE {still_open};"""


def unreleased() -> str:
    """Until the sending unit releases somebody, the receiving one does not learn of it, nor if it never does."""
    mine = "person IN (SELECT polity_people()) OR sending IN (SELECT polity_units())"
    return "".join(
        f"CREATE POLICY once_released ON {table} AS RESTRICTIVE FOR SELECT TO polity_reader"
        f" USING (state NOT IN {UNSEEN} OR polity_all() OR {mine});"
        for table in ("transfer", "transfer_past")
    )


def named(*, forward: bool) -> str:
    parts = []
    for function, after, name in NAMES:
        bare, full = after, f"{after}, CONSTRAINT = {name}"
        was, now = (bare, full) if forward else (full, bare)
        parts.append(
            f"DO $do$ BEGIN EXECUTE replace(pg_get_functiondef('{function}'::regproc), $was${was}$was$,"
            f" $now${now}$now$); END $do$;"
        )
    return "\n".join(parts)


FORWARD = "\n".join([states(AFTER, "state IN ('asked', 'released')"), STEPS, DESK, unreleased(), named(forward=True)])
BACK = "\n".join(
    [
        named(forward=False),
        "DROP POLICY once_released ON transfer; DROP POLICY once_released ON transfer_past;",
        "DROP POLICY on_their_way ON person_name; DROP POLICY on_their_way ON standing;",
        "DROP FUNCTION polity_arriving(); DROP INDEX transfer_receiving;",
        taken_up("transfer_step"),
        # No entry makes this change, so the triggers that ask for one are silent while it is made.
        "ALTER TABLE transfer DISABLE TRIGGER USER;",
        f"UPDATE transfer SET state = 'withdrawn' WHERE state NOT IN {BEFORE};",
        "ALTER TABLE transfer ENABLE TRIGGER USER;",
        states(BEFORE, "state = 'released'"),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("register", "0009_branches_meet")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
