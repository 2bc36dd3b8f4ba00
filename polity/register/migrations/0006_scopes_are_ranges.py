"""Ask of one person, or of one unit, whether it lies in the scope, before all of the scope is listed.

Why      A reading of fifty names listed the nineteen thousand people of a guberniya for every table it looked into. A
         few rows are quicker asked one by one: where is this person at home, and what stands above that unit. Many
         rows are quicker held against the list. Nobody knows beforehand which it will be, so the first rows that a
         transaction looks at are asked one by one, and the list is made when there are more.
Touches  No rows; three functions, and indexes by which a unit is found, and who came in by an entry.
Back     Drops them.

What decides is the same in both ways, and 0015 puts it into every policy: a unit is in the scope if it is the scope's
own, or if on the scope's day it stands under one that is; a person is if they are the reader, or at home on that day
in such a unit. The functions are given a low cost, so that queries are planned as they are with the lists;
and the one that counts is called stable, though it counts, so that a query which is written in parts is not taken for
one whose parts must each be worked out in full.
"""

from django.db import migrations

FIRST = 150  # rows asked one by one: about as long as the list of a guberniya's people takes to make
DEEPEST = 64  # a tree that is deeper shows less, never more
DAY = "current_setting('polity.scope_day')::date"

FORWARD = f"""
CREATE INDEX unit_versions ON unit (unit);
CREATE INDEX subject_entry ON subject (entry);

CREATE FUNCTION polity_one_by_one() RETURNS boolean LANGUAGE plpgsql STABLE COST 1 AS $$
DECLARE asked integer := coalesce(nullif(current_setting('polity.asked', true), ''), '0')::integer;
BEGIN
  IF asked >= {FIRST} THEN
    RETURN false;
  END IF;
  PERFORM set_config('polity.asked', (asked + 1)::text, true);
  RETURN true;
END $$;

CREATE FUNCTION polity_sees_unit(asked bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1
  SET search_path = public AS $$
DECLARE
  top bigint := nullif(nullif(current_setting('polity.scope', true), ''), 'all')::bigint;
  at bigint := asked;
BEGIN
  FOR step IN 1..{DEEPEST} LOOP
    IF top IS NULL OR at IS NULL THEN
      RETURN false;
    ELSIF at = top THEN
      RETURN true;
    END IF;
    SELECT u.parent INTO at FROM unit u WHERE u.unit = at AND u.valid @> {DAY};
  END LOOP;
  RETURN false;
END $$;

CREATE FUNCTION polity_sees(asked bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1
  SET search_path = public AS $$
DECLARE home bigint;
BEGIN
  IF asked = nullif(current_setting('polity.self', true), '')::bigint THEN
    RETURN true;
  END IF;
  SELECT s.unit INTO home FROM standing s WHERE s.person = asked AND s.valid @> {DAY};
  RETURN polity_sees_unit(home);
END $$;
"""
BACK = """
DROP FUNCTION polity_sees(bigint);
DROP FUNCTION polity_sees_unit(bigint);
DROP FUNCTION polity_one_by_one();
DROP INDEX unit_versions;
DROP INDEX subject_entry;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0005_scopes_are_found_by_index")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
