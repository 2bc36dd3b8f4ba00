"""Exports with purpose, owner and expiry; likely doubles that were settled; and the jobs of imports.

Why      What leaves the register is asked for by an act, and a second officer lets many people go out. Two records that
         look like one person are settled by whoever may see both.
Touches  `export` and `duplicate_case` of the register. `import_job`, `import_mapping` and `export_taken` hold no fact
         of the organisation: how far a file is, how its columns were called, and who took a file away.
Back     Drops the tables: files that wait are forgotten.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

EXPORT = laid_down(
    "export",
    """
    export bigint PRIMARY KEY,
    what text NOT NULL,
    unit bigint,
    form text NOT NULL,
    purpose text NOT NULL,
    columns text[] NOT NULL,
    people integer NOT NULL,
    owner bigint,
    made date NOT NULL,
    expires date NOT NULL CHECK (expires >= made),
    approved boolean NOT NULL,
    second bigint""",
    seen="unit IN (SELECT polity_units())",
)
DOUBLE = laid_down(
    "duplicate_case",
    """
    person bigint NOT NULL,
    other bigint NOT NULL,
    same boolean NOT NULL,
    grounds text,
    settled date NOT NULL,
    PRIMARY KEY (person, other),
    CHECK (person < other)""",
    seen="person IN (SELECT polity_people()) AND other IN (SELECT polity_people())",
    subjects="person other",
)
OWN = """
CREATE TABLE import_job (
    job text PRIMARY KEY,
    person bigint NOT NULL,
    office text NOT NULL,
    unit bigint NOT NULL,
    state text NOT NULL,
    held jsonb NOT NULL,
    beat timestamptz NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX import_job_of_unit ON import_job (unit, person);
CREATE TABLE import_mapping (
    unit bigint NOT NULL,
    name text NOT NULL,
    held jsonb NOT NULL,
    PRIMARY KEY (unit, name)
);
CREATE TABLE export_taken (
    taken bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    export bigint NOT NULL,
    at timestamptz NOT NULL,
    person bigint,
    operator text NOT NULL
);
CREATE INDEX export_taken_of ON export_taken (export);
GRANT SELECT, INSERT, UPDATE, DELETE ON import_job, import_mapping TO polity_actor;
GRANT SELECT, INSERT ON export_taken TO polity_actor;
CREATE INDEX person_name_alike ON person_name (family, given);
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0010_transfers_are_answered")]
    operations = [
        migrations.RunSQL(EXPORT + DOUBLE, taken_up("export", "duplicate_case")),
        migrations.RunSQL(
            OWN,
            "DROP INDEX person_name_alike; DROP TABLE import_job; DROP TABLE import_mapping; DROP TABLE export_taken;",
        ),
    ]
