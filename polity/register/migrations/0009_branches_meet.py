"""Meetings of units with who was present and what was decided, reports of contacts, and re-registrations.

Why      Rules count attendance, acts cite decisions, and what is due with sympathisers follows from reports.
Touches  No rows; adds tables, and lets whoever keeps contact with a sympathiser read their name.
Back     Drops them; the journal's particulars can rebuild what they held.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

UNITS = "unit IN (SELECT polity_units())"
PERSON = "person IN (SELECT polity_people())"
SELF = "nullif(current_setting('polity.self', true), '')::bigint"

MEETINGS = (
    laid_down(
        "meeting",
        "meeting bigint PRIMARY KEY, unit bigint NOT NULL, day date NOT NULL, hour text NOT NULL, place text NOT NULL,"
        " agenda text[] NOT NULL, state text NOT NULL CHECK (state IN ('called', 'held', 'cancelled')),"
        " guests jsonb NOT NULL, grounds text",
        seen=UNITS,
    )
    + "CREATE INDEX meeting_of_unit ON meeting (unit, day);"
    # That a unit met on a day is no secret of anybody's, and a rule that counts meetings reads it for whoever was
    # at home in that unit before they came into the reader's scope.
    + laid_down("meeting_held", "meeting bigint PRIMARY KEY, unit bigint NOT NULL, day date NOT NULL", seen="true")
    + "CREATE INDEX meeting_held_by ON meeting_held (unit, day);"
    + laid_down(
        "attendance",
        "meeting bigint NOT NULL, person bigint NOT NULL, unit bigint NOT NULL, day date NOT NULL,"
        " standing text NOT NULL CHECK (standing IN ('member', 'candidate', 'sympathiser')),"
        " CONSTRAINT present_once PRIMARY KEY (meeting, person)",
        seen=f"{UNITS} OR {PERSON}",
        subjects="person",
    )
    + "CREATE INDEX attendance_of ON attendance (person, day);"
    + laid_down(
        "meeting_decision",
        "decision bigint PRIMARY KEY, meeting bigint NOT NULL, unit bigint NOT NULL, title text NOT NULL,"
        " text text NOT NULL, votes_for int NOT NULL CHECK (votes_for >= 0),"
        " votes_against int NOT NULL CHECK (votes_against >= 0), abstained int NOT NULL CHECK (abstained >= 0)",
        seen=UNITS,
    )
    + "CREATE INDEX decision_of_meeting ON meeting_decision (meeting);"
)
CONTACTS = (
    laid_down(
        "contact_report",
        "report bigint PRIMARY KEY, person bigint NOT NULL, contact bigint NOT NULL, day date NOT NULL,"
        " kind text NOT NULL, note text NOT NULL, next_step text, next_by date,"
        " CHECK ((next_step IS NULL) = (next_by IS NULL))",
        seen=f"{PERSON} OR contact = {SELF}",
        subjects="person contact",
    )
    + "CREATE INDEX report_on ON contact_report (person, day); CREATE INDEX report_by ON contact_report (contact);"
    # Whoever keeps contact must know with whom: the name, and that they are on the register; nothing more.
    + f"""
CREATE FUNCTION polity_kept_in_touch() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public AS $$
  SELECT c.sympathiser FROM contact c JOIN standing s ON s.person = c.sympathiser AND s.standing = 'sympathiser'
    AND s.valid @> current_setting('polity.scope_day')::date
  WHERE c.contact = {SELF} AND c.valid @> current_setting('polity.scope_day')::date $$;
CREATE POLICY kept_in_touch ON person_name FOR SELECT TO polity_reader
  USING (person IN (SELECT polity_kept_in_touch()));
CREATE POLICY kept_in_touch ON subject FOR SELECT TO polity_reader
  USING (subject IN (SELECT polity_kept_in_touch()));"""
)
REREGISTRATIONS = (
    laid_down(
        "reregistration",
        "reregistration bigint PRIMARY KEY, unit bigint NOT NULL, opened date NOT NULL, until date NOT NULL,"
        " closed date",
        seen=UNITS,
    )
    + "CREATE UNIQUE INDEX one_open_reregistration ON reregistration (unit) WHERE closed IS NULL;"
    + laid_down(
        "reregistration_outcome",
        "reregistration bigint NOT NULL, person bigint NOT NULL, unit bigint NOT NULL, outcome text NOT NULL"
        " CHECK (outcome IN ('open', 'asked', 'confirmed', 'moved', 'not_reached')), day date NOT NULL, grounds text,"
        " CONSTRAINT one_outcome PRIMARY KEY (reregistration, person)",
        seen=f"{UNITS} OR {PERSON}",
        subjects="person",
    )
    + "CREATE INDEX outcome_of ON reregistration_outcome (person);"
)
BACK = (
    "DROP POLICY kept_in_touch ON person_name; DROP POLICY kept_in_touch ON subject;"
    "DROP FUNCTION polity_kept_in_touch();"
    + taken_up(
        "meeting", "meeting_held", "attendance", "meeting_decision", "contact_report", "reregistration",
        "reregistration_outcome",
    )
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("register", "0008_admission_has_its_desk")]
    operations = [migrations.RunSQL(MEETINGS + CONTACTS + REREGISTRATIONS, BACK)]
