"""Resolutions from their draft to what became of them, dangers that were named, and questions left open.

Why      What was resolved is public: so are the counts of the tellers, the duties and targets that follow from it, the
         forecasts it was decided on, the dangers that were foreseen and the questions that only time answers.
Touches  New tables only. Who forecast something is known to everybody by id; the name stays within its own scope.
Back     Drops them; the journal and its particulars can rebuild them.
"""

from django.db import migrations

from polity.register.tables import laid_down, taken_up

COUNTS = (
    "present int NOT NULL CHECK (present >= 0), entitled int NOT NULL CHECK (entitled >= 0),"
    " votes_for int NOT NULL CHECK (votes_for >= 0), votes_against int NOT NULL CHECK (votes_against >= 0),"
    " abstained int NOT NULL CHECK (abstained >= 0)"
)
# What is watched: a question to the census whose answer, a count or a share of the whole in thousandths, shall be at
# least or at most so much. Without a question people report the value.
WATCHED = (
    "asks jsonb, measure text NOT NULL CHECK (measure IN ('count', 'per_mille')), bound bigint,"
    " side text NOT NULL CHECK (side IN ('least', 'most'))"
)

RESOLUTIONS = (
    laid_down(
        "resolution",
        "resolution bigint PRIMARY KEY, title text NOT NULL, says text NOT NULL, reform text, body bigint NOT NULL,"
        " mover bigint NOT NULL, amends bigint, opened date NOT NULL, version int NOT NULL CHECK (version > 0),"
        " state text NOT NULL CHECK (state IN ('draft', 'put', 'adopted', 'rejected', 'withdrawn', 'accepted')),"
        " state_since date NOT NULL",
        seen="true",
    )
    + laid_down(
        "resolution_count",
        f"resolution bigint NOT NULL, teller bigint NOT NULL, day date NOT NULL, {COUNTS},"
        " CONSTRAINT a_teller_counts_once PRIMARY KEY (resolution, teller)",
        seen="true",
        subjects="teller",
    )
    + laid_down(
        "resolution_decision",
        f"resolution bigint PRIMARY KEY, day date NOT NULL, {COUNTS}, adopted boolean NOT NULL,"
        " clauses text[] NOT NULL, statute text, effect date, meeting bigint",
        seen="true",
    )
    + laid_down(
        "forecast_kept",
        "forecast bigint PRIMARY KEY, resolution bigint, title text NOT NULL, day date NOT NULL, run jsonb NOT NULL",
        seen="true",
    )
)
FOLLOWED = (
    laid_down(
        "resolution_part",
        "part bigint PRIMARY KEY, resolution bigint NOT NULL, kind text NOT NULL CHECK (kind IN ('task', 'target')),"
        f" says text NOT NULL, owner bigint NOT NULL, added date NOT NULL, due date, {WATCHED}, state text NOT NULL"
        " CHECK (state IN ('open', 'done', 'dropped')), state_since date NOT NULL",
        seen="true",
    )
    + laid_down(
        "part_report",
        "report bigint PRIMARY KEY, part bigint NOT NULL, day date NOT NULL, state text NOT NULL, says text NOT NULL,"
        " evidence text, value bigint, was_due date, due date",
        seen="true",
    )
    + laid_down(
        "danger",
        "danger bigint PRIMARY KEY, resolution bigint, says text NOT NULL, sign text NOT NULL,"
        f" {WATCHED}, owner bigint NOT NULL, precaution text NOT NULL, named date NOT NULL, state text NOT NULL"
        " CHECK (state IN ('watched', 'come', 'averted', 'closed')), state_since date NOT NULL,"
        " worked text CHECK (worked IN ('yes', 'partly', 'no')), verdict text",
        seen="true",
    )
    + laid_down(
        "danger_report",
        "report bigint PRIMARY KEY, danger bigint NOT NULL, day date NOT NULL, state text NOT NULL, says text NOT NULL,"
        " evidence text, value bigint, resolution bigint",
        seen="true",
    )
)
QUESTIONS = laid_down(
    "open_question",
    "question bigint PRIMARY KEY, title text NOT NULL, says text NOT NULL, opened date NOT NULL,"
    " due_from date NOT NULL, due_to date NOT NULL CHECK (due_from <= due_to), outcomes text[] NOT NULL,"
    f" {WATCHED}, settles text NOT NULL, owner bigint NOT NULL, state text NOT NULL"
    " CHECK (state IN ('open', 'settled', 'void')), state_since date NOT NULL, outcome text, grounds text,"
    " evidence text, value bigint, overrules boolean",
    seen="true",
) + laid_down(
    "question_forecast",
    "forecast bigint PRIMARY KEY, question bigint NOT NULL, by_rule text, forecaster bigint, day date NOT NULL,"
    " chances jsonb NOT NULL, grounds text, CHECK ((by_rule IS NULL) <> (forecaster IS NULL))",
    seen="true",
    subjects="forecaster",
)

FORWARD = f"""
{RESOLUTIONS}
CREATE INDEX resolution_of_body ON resolution (body, state);
CREATE INDEX resolution_of_mover ON resolution (mover);
CREATE INDEX resolution_amending ON resolution (amends) WHERE amends IS NOT NULL;
CREATE INDEX forecast_kept_of ON forecast_kept (resolution);
{FOLLOWED}
CREATE INDEX part_of_resolution ON resolution_part (resolution);
CREATE INDEX part_of_owner ON resolution_part (owner) WHERE state = 'open';
CREATE INDEX report_of_part ON part_report (part, day);
CREATE INDEX danger_of_resolution ON danger (resolution);
CREATE INDEX report_of_danger ON danger_report (danger, day);
{QUESTIONS}
CREATE INDEX forecast_of_question ON question_forecast (question, day);
"""

BACK = taken_up(
    "resolution", "resolution_count", "resolution_decision", "forecast_kept",
    "resolution_part", "part_report", "danger", "danger_report",
    "open_question", "question_forecast",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("register", "0015_scopes_are_asked_row_by_row")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
