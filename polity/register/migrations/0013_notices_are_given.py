"""Keep what follows sealed entries: notices to people and desks, how far they are worked off, and feeds' addresses.

Why      Whoever is concerned is told once, and only once. Notices hold no fact of the organisation: they follow the
         journal by its sealed numbers. Entries that were sealed before this version are followed by none.
Touches  New tables; a trigger that takes notices' texts away with the key of
         whoever is erased, in the same transaction.
Back     Drops them. What was told is then not known here any more.
"""

from django.db import migrations

FORWARD = """
CREATE TABLE notice_cursor (id boolean PRIMARY KEY DEFAULT true CHECK (id), number bigint NOT NULL);
INSERT INTO notice_cursor (number) SELECT coalesce(max(number), 0) FROM journal_seal;

CREATE TABLE notice (
  notice bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number bigint NOT NULL, place integer NOT NULL,
  act text NOT NULL, valid_on date NOT NULL,
  person bigint, unit bigint, about bigint,
  subject text NOT NULL, text text NOT NULL,
  mail text NOT NULL DEFAULT 'none' CHECK (mail IN ('none', 'due', 'taken', 'sent')),
  CONSTRAINT once_an_entry UNIQUE (number, place),
  CONSTRAINT to_somebody CHECK ((person IS NULL) <> (unit IS NULL))
);
CREATE INDEX notice_person ON notice (person);
CREATE INDEX notice_unit ON notice (unit);
CREATE INDEX notice_about ON notice (about);
CREATE INDEX notice_due ON notice (notice) WHERE mail = 'due';
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON notice FOR SELECT TO polity_reader USING (
  polity_all() OR person IN (SELECT polity_people()) OR unit IN (SELECT polity_units()));
CREATE POLICY acts_see_all ON notice TO polity_actor USING (true) WITH CHECK (true);
GRANT SELECT ON notice TO polity_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO polity_actor;
GRANT SELECT, UPDATE ON notice_cursor TO polity_actor;

CREATE TABLE feed_key (
  digest bytea PRIMARY KEY CHECK (length(digest) = 32),
  person bigint NOT NULL, office text NOT NULL, unit bigint NOT NULL, made timestamptz NOT NULL
);
CREATE INDEX feed_key_person ON feed_key (person);
GRANT SELECT, INSERT, DELETE ON feed_key TO polity_actor;

CREATE FUNCTION polity_takes_notices_away() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public AS $$
BEGIN
  DELETE FROM notice WHERE person = OLD.person OR about = OLD.person;
  DELETE FROM feed_key WHERE person = OLD.person;
  RETURN NULL;
END $$;
CREATE TRIGGER takes_notices_away AFTER DELETE ON particular_key
  FOR EACH ROW EXECUTE FUNCTION polity_takes_notices_away();
"""
BACK = """
DROP TRIGGER takes_notices_away ON particular_key;
DROP FUNCTION polity_takes_notices_away();
DROP TABLE feed_key, notice, notice_cursor;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0012_members_have_rights")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
