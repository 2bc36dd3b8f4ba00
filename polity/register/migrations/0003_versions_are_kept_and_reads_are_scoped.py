"""Keep every version that an entry replaces, refuse writes without an entry, and scope reads by row.

Why      Record time: what was known then can be asked for. Only `enact` may write, and every read has a scope.
Touches  No rows; adds tables, triggers, roles' rights and policies.
Back     Drops them; the kept versions go too, but the journal's particulars can rebuild them.
"""

from django.db import migrations

TABLES = (
    "organisation kind field statute unit correspondence subject person_name person_contact standing facts evidence"
    " place sponsor contact application transfer office_term release"
).split()
OF_A_PERSON = {
    "person_name": "person",
    "person_contact": "person",
    "evidence": "subject",
    "sponsor": "person",
    "application": "person",
    "transfer": "person",
}

# Which columns name a subject of the register. Checked a statement at a time: a foreign key checks a row at a time,
# at seven times the cost, which a register of half a million people pays three million times.
SUBJECTS = {
    "person_name": "person",
    "person_contact": "person",
    "standing": "person",
    "facts": "subject",
    "evidence": "subject",
    "place": "subject",
    "sponsor": "person sponsor",
    "contact": "sympathiser contact",
    "application": "person",
    "transfer": "person",
    "office_term": "person",
}
IN_UNITS = ("standing", "place")

CHECKS = """
CREATE FUNCTION polity_is_serializable() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- The checks below read what other transactions may be writing: only serializable ones keep them true.
  IF current_setting('transaction_isolation') <> 'serializable' THEN
    RAISE EXCEPTION 'The register is changed in serializable transactions only.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
END $$;

CREATE FUNCTION polity_names_subjects() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named text; stranger bigint;
BEGIN
  PERFORM polity_is_serializable();
  FOREACH named IN ARRAY TG_ARGV LOOP
    EXECUTE format('SELECT a.%1$I FROM added a LEFT JOIN LATERAL'
      ' (SELECT true AS known FROM subject s WHERE s.subject = a.%1$I OFFSET 0) k ON true'
      ' WHERE k.known IS NULL LIMIT 1', named) INTO stranger;
    IF stranger IS NOT NULL THEN
      RAISE EXCEPTION 'The register holds no subject %.', stranger USING ERRCODE = 'foreign_key_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION polity_stands_in_units() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lost bigint;
BEGIN
  PERFORM polity_is_serializable();
  -- OFFSET 0 keeps the planner to one look in the index for each unit: it would read the whole table otherwise.
  SELECT a.unit INTO lost FROM (SELECT unit, range_agg(valid) AS needed FROM added GROUP BY unit) a
    CROSS JOIN LATERAL (SELECT range_agg(u.valid) AS days FROM unit u WHERE u.unit = a.unit OFFSET 0) k
    WHERE k.days IS NULL OR NOT k.days @> a.needed LIMIT 1;
  IF lost IS NOT NULL THEN
    RAISE EXCEPTION 'The unit % does not stand on all of those days.', lost USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION polity_one_set_of_facts_a_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE twice bigint;
BEGIN
  PERFORM polity_is_serializable();
  SELECT a.subject INTO twice FROM (SELECT DISTINCT subject FROM added) a CROSS JOIN LATERAL (
      SELECT f.valid, lag(f.valid) OVER (ORDER BY lower(f.valid) NULLS FIRST) AS earlier
      FROM facts f WHERE f.subject = a.subject OFFSET 0
    ) d WHERE d.valid && d.earlier LIMIT 1;
  IF twice IS NOT NULL THEN
    RAISE EXCEPTION 'The subject % would have two sets of facts on one day.', twice
      USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION polity_unit_is_needed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE days datemultirange;
BEGIN
  PERFORM polity_is_serializable();
  SELECT coalesce(range_agg(valid), '{}') INTO days FROM unit WHERE unit = OLD.unit;
  IF EXISTS (SELECT FROM standing s WHERE s.unit = OLD.unit AND NOT days @> s.valid)
     OR EXISTS (SELECT FROM place p WHERE p.unit = OLD.unit AND NOT days @> p.valid) THEN
    RAISE EXCEPTION 'Somebody is at home in the unit % on days on which it would not stand.', OLD.unit
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unit_is_needed AFTER UPDATE OR DELETE ON unit DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION polity_unit_is_needed();
"""

FUNCTIONS = """
CREATE FUNCTION polity_entry() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('polity.entry', true), '')::bigint $$;

CREATE FUNCTION polity_needs_an_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF polity_entry() IS NULL OR NOT EXISTS (
    SELECT FROM journal_entry WHERE entry = polity_entry() AND xid = pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'Nothing changes but by an act: % was offered a change that no entry makes.', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION polity_keeps_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.entry <> polity_entry() THEN
    EXECUTE format('INSERT INTO %I.%I SELECT ($1).*, $2', TG_TABLE_SCHEMA, TG_TABLE_NAME || '_past')
      USING OLD, polity_entry();
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION polity_all() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('polity.scope', true), '') = 'all' $$;

CREATE FUNCTION polity_units() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public AS $$
  WITH RECURSIVE scope AS (
    SELECT nullif(nullif(current_setting('polity.scope', true), ''), 'all')::bigint AS unit
    UNION
    SELECT u.unit FROM unit u JOIN scope s ON u.parent = s.unit
    WHERE u.valid @> current_setting('polity.scope_day')::date
  ) SELECT unit FROM scope WHERE unit IS NOT NULL $$;

CREATE FUNCTION polity_people() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public AS $$
  SELECT s.person FROM standing s JOIN polity_units() u ON s.unit = u
  WHERE s.valid @> current_setting('polity.scope_day')::date
  UNION ALL
  SELECT nullif(current_setting('polity.self', true), '')::bigint $$;
"""


def forward() -> str:
    parts = [FUNCTIONS, CHECKS]
    for table, columns in SUBJECTS.items():
        parts += checked(table, "names_subjects", ", ".join(f"'{column}'" for column in columns.split()))
    for table in IN_UNITS:
        parts += checked(table, "stands_in_units")
    parts += checked("facts", "one_set_of_facts_a_day")
    for table in TABLES:
        parts.append(f"""
CREATE TABLE {table}_past (LIKE {table}, gone bigint NOT NULL);
CREATE INDEX ON {table}_past (gone);
CREATE TRIGGER needs_an_entry BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION polity_needs_an_entry();
CREATE TRIGGER keeps_the_past AFTER UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION polity_keeps_the_past();
GRANT SELECT, INSERT, UPDATE, DELETE ON {table}, {table}_past TO polity_actor;
GRANT SELECT ON {table}, {table}_past TO polity_reader;""")
    for suffix in ("", "_past"):
        parts += [policy(f"{table}{suffix}", seen(column)) for table, column in OF_A_PERSON.items()]
        parts.append(policy(f"standing{suffix}", f"unit IN (SELECT polity_units()) OR {seen('person')}"))
        parts.append(policy(f"place{suffix}", "unit IN (SELECT polity_units())"))
        parts.append(policy(f"contact{suffix}", f"{seen('sympathiser')} OR {seen('contact')}"))
        parts.append(policy(f"facts{suffix}", f"{seen('subject')} OR subject IN (SELECT p.subject FROM place p)"))
    parts.append(policy("look", seen("person"), check=True))
    return "\n".join(parts)


def checked(table: str, what: str, arguments: str = "") -> list[str]:
    return [
        f"CREATE TRIGGER {what}_{event.lower()} AFTER {event} ON {table} REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION polity_{what}({arguments});"
        for event in ("INSERT", "UPDATE")
    ]


def seen(column: str) -> str:
    return f"{column} IN (SELECT polity_people())"


def policy(table: str, condition: str, *, check: bool = False) -> str:
    within = " WITH CHECK (true)" if check else ""
    command = "ALL" if check else "SELECT"
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON {table} FOR {command} TO polity_reader USING (polity_all() OR {condition}){within};
CREATE POLICY acts_see_all ON {table} TO polity_actor USING (true) WITH CHECK (true);"""


def back() -> str:
    parts = ["DROP TRIGGER unit_is_needed ON unit;"]
    for table, event in ((table, event) for table in SUBJECTS for event in ("insert", "update")):
        parts.append(f"DROP TRIGGER names_subjects_{event} ON {table};")
    for table, event in ((table, event) for table in IN_UNITS for event in ("insert", "update")):
        parts.append(f"DROP TRIGGER stands_in_units_{event} ON {table};")
    parts += [f"DROP TRIGGER one_set_of_facts_a_day_{event} ON facts;" for event in ("insert", "update")]
    for table in ("look", *OF_A_PERSON, "standing", "place", "contact", "facts"):
        parts.append(f"DROP POLICY in_scope ON {table}; DROP POLICY acts_see_all ON {table};")
        parts.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;")
    for table in TABLES:
        parts.append(f"DROP TRIGGER needs_an_entry ON {table}; DROP TRIGGER keeps_the_past ON {table};")
        parts.append(f"REVOKE ALL ON {table} FROM polity_actor, polity_reader; DROP TABLE {table}_past;")
    parts.append(
        "DROP FUNCTION polity_people(); DROP FUNCTION polity_units(); DROP FUNCTION polity_all();"
        "DROP FUNCTION polity_keeps_the_past(); DROP FUNCTION polity_needs_an_entry(); DROP FUNCTION polity_entry();"
        "DROP FUNCTION polity_unit_is_needed(); DROP FUNCTION polity_stands_in_units();"
        "DROP FUNCTION polity_names_subjects(); DROP FUNCTION polity_one_set_of_facts_a_day();"
        "DROP FUNCTION polity_is_serializable();"
    )
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("register", "0002_the_register_stands_on_days")]
    operations = [migrations.RunSQL(forward(), back())]
