"""Let every policy ask of the first rows one by one whether they lie in the scope, as 0006 says.

Why      Policies laid down before and since list all people, or all units, of the scope for every query.
Touches  No rows; the policies of whatever table has such a list.
Back     Puts the lists back.
"""

from django.db import migrations

LISTS = (("polity_people", "polity_sees"), ("polity_units", "polity_sees_unit"))
# As PostgreSQL writes a policy back, for any column `\1`.
LIST = r"\((\w+) IN \( SELECT {many}\(\) AS {many}\)\)"
ASKED = r"CASE WHEN polity_one_by_one() THEN {one}(\1) ELSE (\1 IN (SELECT {many}())) END"
ASKED_AS_WRITTEN = (
    r"\s*CASE\s+WHEN polity_one_by_one\(\) THEN {one}\((\w+)\)\s+ELSE \(\w+ IN \( SELECT {many}\(\) AS {many}\)\)\s+END"
)


def rewritten(pairs: list[tuple[str, str]]) -> str:
    """SQL that puts every policy's condition through the replacements."""
    condition = "pg_get_expr(p.polqual, p.polrelid)"
    for was, now in pairs:
        condition = f"regexp_replace({condition}, '{was}', '{now}', 'g')"
    return f"""
DO $do$
DECLARE found record;
BEGIN
  FOR found IN SELECT p.polname AS policy, p.polrelid::regclass AS stored, {condition} AS now
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid AND c.relnamespace = 'public'::regnamespace
      WHERE pg_get_expr(p.polqual, p.polrelid) ~ 'polity_(people|units)' LOOP
    EXECUTE format('ALTER POLICY %I ON %s USING (%s)', found.policy, found.stored, found.now);
  END LOOP;
END $do$;"""


def forward() -> str:
    return rewritten([(LIST.format(many=many), ASKED.format(many=many, one=one)) for many, one in LISTS])


def back() -> str:
    return rewritten(
        [(ASKED_AS_WRITTEN.format(many=many, one=one), rf" (\1 IN (SELECT {many}()))") for many, one in LISTS]
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0014_the_api_has_keys")]
    operations = [migrations.RunSQL(forward(), back())]
