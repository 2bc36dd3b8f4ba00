"""Bind accounts to people, and lay down what the door keeps: passkeys, sessions, challenges, counts, links.

Why      People sign in themselves. Whose account is open is a fact, changed by acts; how they come in is machinery.
Touches  New tables and a role. A table of sessions that an earlier version made is replaced: everybody signs in anew.
Back     Drops them; accounts that acts have opened are lost with them.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

THEIRS = "person IN (SELECT polity_people())"
ACCOUNT = """
account bigint PRIMARY KEY, person bigint NOT NULL, invitation text NOT NULL CHECK (length(invitation) = 64),
invited date NOT NULL, since date NOT NULL, until date CHECK (until >= since)
"""
RECOVERY = """
recovery bigint PRIMARY KEY, account bigint NOT NULL, person bigint NOT NULL, asked date NOT NULL, grounds text,
state text NOT NULL CHECK (state IN ('asked', 'granted', 'dropped')), first bigint, second bigint,
CONSTRAINT two_officers CHECK (first <> second AND (state <> 'granted' OR second IS NOT NULL))
"""
DOORS = """
CREATE UNIQUE INDEX one_open_account ON account (person) WHERE until IS NULL;
CREATE UNIQUE INDEX one_open_recovery ON recovery (account) WHERE state = 'asked';
CREATE INDEX account_of_invitation ON account (invitation);
DO $$ BEGIN
  CREATE ROLE polity_doorkeeper NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
  EXECUTE format('GRANT polity_doorkeeper TO %I', current_user);
EXCEPTION WHEN OTHERS THEN NULL; END $$;
GRANT USAGE ON SCHEMA public TO polity_doorkeeper;
GRANT SELECT ON account TO polity_doorkeeper;
CREATE POLICY doors_see_all ON account FOR SELECT TO polity_doorkeeper USING (true);

CREATE INDEX person_contact_email ON person_contact (lower(details->>'email'));

DROP TABLE IF EXISTS page_session;
CREATE TABLE page_session (
  digest bytea PRIMARY KEY,
  person bigint,
  held jsonb NOT NULL,
  until timestamptz NOT NULL,
  since timestamptz NOT NULL,
  seen timestamptz NOT NULL
);
CREATE INDEX page_session_person ON page_session (person);
CREATE INDEX page_session_until ON page_session (until);

CREATE TABLE door_passkey (
  credential bytea PRIMARY KEY,
  account bigint NOT NULL,
  invitation text NOT NULL,
  public_key bytea NOT NULL,
  uses bigint NOT NULL,
  name text NOT NULL,
  since timestamptz NOT NULL,
  used timestamptz
);
CREATE INDEX door_passkey_account ON door_passkey (account);
CREATE TABLE door_used (invitation text PRIMARY KEY, at timestamptz NOT NULL);
CREATE TABLE door_challenge (digest bytea PRIMARY KEY, purpose text NOT NULL, until timestamptz NOT NULL);
CREATE TABLE door_link (
  digest bytea PRIMARY KEY, account bigint NOT NULL, invitation text NOT NULL, until timestamptz NOT NULL
);
CREATE TABLE door_count (key bytea PRIMARY KEY, drops numeric NOT NULL, at timestamptz NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON page_session, door_passkey, door_used, door_challenge, door_link, door_count
  TO polity_doorkeeper;
"""
FORWARD = "\n".join(
    [
        laid_down("account", ACCOUNT, seen=THEIRS, subjects="person"),
        laid_down("recovery", RECOVERY, seen=THEIRS, subjects="person"),
        DOORS,
    ]
)
BACK = (
    "DROP TABLE door_count, door_link, door_challenge, door_used, door_passkey, page_session;"
    "DROP INDEX person_contact_email; DROP POLICY doors_see_all ON account;" + taken_up("account", "recovery")
)


class Migration(migrations.Migration):
    dependencies = [("register", "0006_scopes_are_ranges")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
