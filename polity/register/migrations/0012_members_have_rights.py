"""Keep what members ask for in their own matter, and what they consent to.

Why      A correction, an erasure or a copy of one's record is asked for, has a day by which it is answered, and an
         answer with grounds; consent is given and withdrawn by purpose, from a day.
Touches  New tables only.
Back     Drops them; the journal and its particulars can rebuild them.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

MINE = "person IN (SELECT polity_people())"
REQUEST = """
  request bigint PRIMARY KEY, person bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('correction', 'erasure', 'access')),
  field text, wanted text, grounds text, asked date NOT NULL, due date NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn', 'done')),
  state_since date NOT NULL, answer text, answered_by bigint
"""
CONSENT = """
  person bigint NOT NULL, purpose text NOT NULL, valid daterange NOT NULL,
  CONSTRAINT consent_has_days CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  CONSTRAINT one_consent_a_day PRIMARY KEY (person, purpose, valid WITHOUT OVERLAPS)
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0011_files_come_and_go")]
    operations = [
        migrations.RunSQL(
            laid_down("request", REQUEST, seen=MINE, subjects="person")
            + "CREATE INDEX request_person ON request (person);"
            + "CREATE INDEX request_open ON request (due) WHERE state = 'asked';"
            + laid_down("consent", CONSENT, seen=MINE, subjects="person"),
            taken_up("request", "consent"),
        )
    ]
