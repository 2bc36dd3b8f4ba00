"""Find the people of a scope by the index of their units, and show a transfer to the unit that is to acknowledge it.

Why      Every scoped read asks who is in the scope. The planner guessed a thousand units and read every standing for
         it: a second for a branch of twelve people. Asked unit by unit it is a millisecond for a branch, and fifty for
         a guberniya of nineteen thousand.
Touches  No rows; one function and one policy.
Back     Puts the former ones in their place.
"""

from django.db import migrations

HEAD = """
CREATE OR REPLACE FUNCTION polity_people() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public AS $$
"""
DAY = "current_setting('polity.scope_day')::date"
SELF = "UNION ALL SELECT nullif(current_setting('polity.self', true), '')::bigint $$;"
BY_INDEX = f"""
  SELECT p.person FROM (SELECT {DAY} AS day OFFSET 0) d CROSS JOIN polity_units() u CROSS JOIN LATERAL (
    SELECT s.person FROM standing s WHERE s.unit = u AND s.valid @> d.day OFFSET 0) p
"""
AT_ONCE = f"SELECT s.person FROM standing s JOIN polity_units() u ON s.unit = u WHERE s.valid @> {DAY} "
MINE = "polity_all() OR person IN (SELECT polity_people())"
EITHER_SIDE = f"{MINE} OR receiving IN (SELECT polity_units()) OR sending IN (SELECT polity_units())"


def policies(condition: str) -> str:
    return "".join(f"ALTER POLICY in_scope ON {table} USING ({condition});" for table in ("transfer", "transfer_past"))


class Migration(migrations.Migration):
    dependencies = [("register", "0004_the_past_is_kept_as_well_as_the_present")]
    operations = [
        migrations.RunSQL(HEAD + BY_INDEX + SELF + policies(EITHER_SIDE), HEAD + AT_ONCE + SELF + policies(MINE))
    ]
