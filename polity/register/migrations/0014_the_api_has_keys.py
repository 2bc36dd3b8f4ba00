"""Keys to the API: narrow, dated, revocable, kept as digests.

Why      Programs do what a person may do, and no more: a key names the person and the office, what it is for and until
         when, and may be narrower than the office. It ends with the office's term, and at once when it is revoked.
Touches  A table of its own, `api_token`. It holds no fact of the organisation, so no act writes it and replay does not
         rebuild it. Who may read the table cannot use the keys: it holds digests only.
Back     Drops the table: every key is worth nothing then.
"""

from django.db import migrations

FORWARD = """
CREATE TABLE api_token (
    token bigint PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    label text NOT NULL,
    person bigint,
    office text,
    unit bigint,
    part bigint,
    allowed text[] NOT NULL CHECK (cardinality(allowed) > 0),
    made timestamptz NOT NULL,
    made_by text NOT NULL,
    until timestamptz NOT NULL,
    used timestamptz,
    revoked timestamptz,
    revoked_by text,
    CHECK (until > made AND until <= made + interval '366 days'),
    CHECK ((office IS NULL) = (unit IS NULL)),
    CHECK ((revoked IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX api_token_of_person ON api_token (person);
GRANT SELECT, INSERT ON api_token TO polity_doorkeeper;
GRANT UPDATE (used, revoked, revoked_by) ON api_token TO polity_doorkeeper;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0013_notices_are_given")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE api_token;")]
