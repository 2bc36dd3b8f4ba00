"""Lay down what the admission desk keeps: sponsors asked, what meetings decided, refused promotions, appeals.

Why      A sponsor answers for themselves, wherever they belong; a meeting's votes stand beside what it decided; and
         whoever is refused may appeal to the unit above.
Touches  New tables only. `polity_asked` lets whoever is asked, or holds a code, see the name they are asked about
         and nothing else of that person.
Back     Drops them; the journal and its particulars can rebuild them.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

IN_SCOPE = "person IN (SELECT polity_people())"

SPONSORS = laid_down(
    "sponsor_asked",
    "asked bigint PRIMARY KEY, application bigint NOT NULL, person bigint NOT NULL, sponsor bigint,"
    " since date NOT NULL, state text NOT NULL CONSTRAINT asked_is_known"
    " CHECK (state IN ('asked', 'confirmed', 'declined', 'withdrawn')), state_since date NOT NULL",
    seen=IN_SCOPE,
    subjects="person",  # not the sponsor: whether they exist must not show in whether they can be asked
)
MEETINGS = laid_down(
    "branch_decision",
    "application bigint NOT NULL, person bigint NOT NULL, since date NOT NULL, outcome text NOT NULL"
    " CHECK (outcome IN ('admitted', 'refused')), present integer NOT NULL, votes_for integer NOT NULL,"
    " votes_against integer NOT NULL, meeting bigint",
    seen=IN_SCOPE,
    subjects="person",
)
REFUSALS = laid_down(
    "promotion_refused",
    "refusal bigint PRIMARY KEY, person bigint NOT NULL, unit bigint NOT NULL, since date NOT NULL, grounds text,"
    " state text NOT NULL CHECK (state IN ('stands', 'overturned'))",
    seen=IN_SCOPE,
    subjects="person",
)
APPEALS = laid_down(
    "appeal",
    "appeal bigint PRIMARY KEY, person bigint NOT NULL, against text NOT NULL"
    " CHECK (against IN ('application', 'promotion', 'exclusion')), decision bigint NOT NULL, unit bigint NOT NULL,"
    " above bigint NOT NULL, lodged date NOT NULL, grounds text, state text NOT NULL"
    " CHECK (state IN ('lodged', 'replied', 'upheld', 'dismissed', 'withdrawn')), state_since date NOT NULL,"
    " reply text, reasons text",
    seen=IN_SCOPE,
    subjects="person",
)

FORWARD = f"""
{SPONSORS}
CREATE UNIQUE INDEX one_open_question ON sponsor_asked (application, sponsor) WHERE state = 'asked';
CREATE INDEX sponsor_asked_sponsor ON sponsor_asked (sponsor) WHERE state = 'asked';
CREATE INDEX sponsor_asked_person ON sponsor_asked (person);
{MEETINGS}
CREATE INDEX branch_decision_application ON branch_decision (application);
CREATE INDEX branch_decision_person ON branch_decision (person);
{REFUSALS}
CREATE INDEX promotion_refused_person ON promotion_refused (person);
{APPEALS}
CREATE INDEX appeal_person ON appeal (person);
CREATE UNIQUE INDEX one_appeal_a_decision ON appeal (person, decision) WHERE state <> 'withdrawn';
CREATE INDEX application_open ON application (applied) WHERE state IN ('applied', 'decided');

CREATE FUNCTION polity_asked(code bigint)
  RETURNS TABLE (asked bigint, person bigint, family text, given text, middle text, since date, named boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  -- Asked by name, or by a code that was passed on: of an application that is still open, and never of oneself.
  SELECT q.asked, q.person, n.family, n.given, n.middle, q.since, q.sponsor IS NOT NULL
  FROM sponsor_asked q JOIN application a USING (application) JOIN person_name n ON n.person = q.person
  WHERE q.state = 'asked' AND a.state IN ('applied', 'decided')
    AND q.person <> nullif(current_setting('polity.self', true), '')::bigint
    AND (q.sponsor = nullif(current_setting('polity.self', true), '')::bigint AND (code IS NULL OR q.asked = code)
      OR q.sponsor IS NULL AND q.asked = code)
  ORDER BY q.since, q.asked LIMIT 100 $$;
REVOKE ALL ON FUNCTION polity_asked(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION polity_asked(bigint) TO polity_reader;
"""

BACK = f"""
DROP FUNCTION polity_asked(bigint);
DROP INDEX application_open;
{taken_up("sponsor_asked", "branch_decision", "promotion_refused", "appeal")}
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0007_people_have_accounts")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
