"""Let nobody touch what was, nor destroy a key, without an entry; scope subjects and terms of office by row.

Why      The kept versions are as much a record as what is so now; and an id that a reader can list tells them that
         somebody is on the register at all.
Touches  No rows; adds triggers and policies.
Back     Drops them.
"""

from django.db import migrations

TABLES = (
    "organisation kind field statute unit correspondence subject person_name person_contact standing facts evidence"
    " place sponsor contact application transfer office_term release"
).split()
PEOPLE = "(SELECT polity_people())"
UNITS = "(SELECT polity_units())"
SCOPED = {
    "subject": f"kind <> 'person' OR subject IN {PEOPLE}",
    "subject_past": f"kind <> 'person' OR subject IN {PEOPLE}",
    "office_term": f"unit IN {UNITS} OR person IN {PEOPLE}",
    "office_term_past": f"unit IN {UNITS} OR person IN {PEOPLE}",
}


def forward() -> str:
    parts = [
        f"CREATE TRIGGER needs_an_entry BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}_past"
        " FOR EACH STATEMENT EXECUTE FUNCTION polity_needs_an_entry();"
        for table in TABLES
    ]
    parts.append(
        "CREATE TRIGGER needs_an_entry BEFORE UPDATE OR DELETE OR TRUNCATE ON particular_key"
        " FOR EACH STATEMENT EXECUTE FUNCTION polity_needs_an_entry();"
    )
    for table, condition in SCOPED.items():
        parts.append(f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON {table} FOR SELECT TO polity_reader USING (polity_all() OR {condition});
CREATE POLICY acts_see_all ON {table} TO polity_actor USING (true) WITH CHECK (true);""")
    return "\n".join(parts)


def back() -> str:
    parts = [f"DROP TRIGGER needs_an_entry ON {table}_past;" for table in TABLES]
    parts.append("DROP TRIGGER needs_an_entry ON particular_key;")
    for table in SCOPED:
        parts.append(f"DROP POLICY in_scope ON {table}; DROP POLICY acts_see_all ON {table};")
        parts.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("register", "0003_versions_are_kept_and_reads_are_scoped")]
    operations = [migrations.RunSQL(forward(), back())]
