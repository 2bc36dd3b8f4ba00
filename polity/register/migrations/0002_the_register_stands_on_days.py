"""Lay down the register: units, people, standings, facts, offices and what the organisation declares.

Why      What is so on a day is a row whose days hold that day; the database keeps spells from overlapping and
         lets nobody stand in a unit that does not stand.
Touches  New tables only. Every table `t` has a `t_past` with the versions that later entries replaced.
Back     Drops them; the journal and its particulars can rebuild them.
"""

from django.db import migrations

FORWARD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE organisation (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  name text NOT NULL, settings jsonb NOT NULL, entry bigint NOT NULL
);

CREATE TABLE kind (
  name text PRIMARY KEY, label text NOT NULL, entry bigint NOT NULL
);

CREATE TABLE field (
  kind text NOT NULL, name text NOT NULL, label text NOT NULL, type text NOT NULL, options jsonb NOT NULL,
  purpose text NOT NULL, entry bigint NOT NULL,
  PRIMARY KEY (kind, name)
);

CREATE TABLE statute (
  name text PRIMARY KEY, text text NOT NULL, adopted date NOT NULL, ordinal integer NOT NULL UNIQUE,
  entry bigint NOT NULL
);

CREATE TABLE unit (
  unit bigint NOT NULL, valid daterange NOT NULL,
  name text NOT NULL, kind text NOT NULL, tier text NOT NULL, parent bigint, code text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}', entry bigint NOT NULL,
  CONSTRAINT unit_has_days CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  CONSTRAINT unit_is_not_its_own_parent CHECK (parent <> unit),
  CONSTRAINT one_version_a_day PRIMARY KEY (unit, valid WITHOUT OVERLAPS),
  CONSTRAINT one_unit_a_code UNIQUE (code, valid WITHOUT OVERLAPS),
  CONSTRAINT parent_stands FOREIGN KEY (parent, PERIOD valid) REFERENCES unit (unit, PERIOD valid)
    DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX unit_parent ON unit (parent);

CREATE TABLE correspondence (
  valid_on date NOT NULL, before bigint NOT NULL, after bigint NOT NULL,
  how text NOT NULL CHECK (how IN ('merge', 'split')),
  entry bigint NOT NULL,
  PRIMARY KEY (valid_on, before, after)
);

CREATE TABLE subject (
  subject bigint PRIMARY KEY, kind text NOT NULL, entry bigint NOT NULL
);

CREATE TABLE person_name (
  person bigint PRIMARY KEY,
  family text NOT NULL, given text NOT NULL, middle text NOT NULL, sort text NOT NULL COLLATE "C",
  entry bigint NOT NULL
);
CREATE INDEX person_name_sort ON person_name (sort, person);

CREATE TABLE person_contact (
  person bigint PRIMARY KEY, details jsonb NOT NULL,
  entry bigint NOT NULL
);

CREATE TABLE standing (
  person bigint NOT NULL, valid daterange NOT NULL,
  unit bigint NOT NULL, standing text NOT NULL, counted_from date NOT NULL, reason text,
  entry bigint NOT NULL,
  CONSTRAINT standing_has_days CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  CONSTRAINT standing_is_known CHECK (standing IN ('sympathiser', 'candidate', 'member', 'former')),
  CONSTRAINT counted_from_before CHECK (counted_from <= lower(valid)),
  CONSTRAINT one_spell_a_day PRIMARY KEY (person, valid WITHOUT OVERLAPS)
);
CREATE INDEX standing_unit ON standing (unit);
CREATE INDEX standing_entry ON standing (entry);

CREATE TABLE facts (
  subject bigint NOT NULL, valid daterange NOT NULL, facts jsonb NOT NULL,
  entry bigint NOT NULL,
  CONSTRAINT facts_have_days CHECK (NOT isempty(valid))
);
CREATE UNIQUE INDEX one_set_of_facts_begins_a_day ON facts (subject, (coalesce(lower(valid), '-infinity')));
CREATE INDEX facts_entry ON facts (entry);

CREATE TABLE evidence (
  subject bigint NOT NULL, field text NOT NULL, since date NOT NULL, evidence text NOT NULL,
  entry bigint NOT NULL,
  PRIMARY KEY (subject, field, since)
);

CREATE TABLE place (
  subject bigint NOT NULL, valid daterange NOT NULL, label text NOT NULL, unit bigint NOT NULL,
  entry bigint NOT NULL,
  CONSTRAINT place_has_days CHECK (NOT isempty(valid)),
  CONSTRAINT one_place_a_day PRIMARY KEY (subject, valid WITHOUT OVERLAPS)
);
CREATE INDEX place_unit ON place (unit);

CREATE TABLE sponsor (
  person bigint NOT NULL, sponsor bigint NOT NULL, valid daterange NOT NULL,
  entry bigint NOT NULL,
  CONSTRAINT nobody_sponsors_themselves CHECK (sponsor <> person),
  CONSTRAINT sponsorship_has_days CHECK (NOT isempty(valid) AND NOT lower_inf(valid))
);
CREATE UNIQUE INDEX one_sponsorship_begins_a_day ON sponsor (person, sponsor, lower(valid));
CREATE UNIQUE INDEX one_open_sponsorship ON sponsor (person, sponsor) WHERE upper_inf(valid);
CREATE INDEX sponsor_sponsor ON sponsor (sponsor);
CREATE INDEX sponsor_entry ON sponsor (entry);

CREATE TABLE contact (
  sympathiser bigint NOT NULL, contact bigint NOT NULL,
  valid daterange NOT NULL, entry bigint NOT NULL,
  CONSTRAINT one_contact_a_day PRIMARY KEY (sympathiser, valid WITHOUT OVERLAPS)
);
CREATE INDEX contact_contact ON contact (contact);

CREATE TABLE application (
  application bigint PRIMARY KEY, person bigint NOT NULL, unit bigint NOT NULL,
  applied date NOT NULL, state text NOT NULL
    CHECK (state IN ('applied', 'decided', 'confirmed', 'refused', 'withdrawn', 'lapsed')),
  state_since date NOT NULL, grounds text, entry bigint NOT NULL
);
CREATE INDEX application_person ON application (person);
CREATE UNIQUE INDEX one_open_application ON application (person) WHERE state IN ('applied', 'decided');

CREATE TABLE transfer (
  transfer bigint PRIMARY KEY, person bigint NOT NULL, sending bigint NOT NULL,
  receiving bigint NOT NULL, asked date NOT NULL, state text NOT NULL
    CHECK (state IN ('released', 'received', 'withdrawn')), entry bigint NOT NULL
);
CREATE UNIQUE INDEX one_open_transfer ON transfer (person) WHERE state = 'released';

CREATE TABLE office_term (
  term bigint NOT NULL, office text NOT NULL, unit bigint NOT NULL, person bigint NOT NULL,
  valid daterange NOT NULL, entry bigint NOT NULL,
  CONSTRAINT one_holder_a_day PRIMARY KEY (office, unit, person, valid WITHOUT OVERLAPS)
);
CREATE UNIQUE INDEX office_term_term ON office_term (term, valid);
CREATE INDEX office_term_person ON office_term (person);
CREATE INDEX office_term_unit ON office_term (unit);

CREATE TABLE release (
  release bigint PRIMARY KEY, title text NOT NULL, question jsonb NOT NULL, figures jsonb NOT NULL,
  valid_on date NOT NULL, known bigint NOT NULL, entry bigint NOT NULL
);
"""

TABLES = (
    "organisation kind field statute unit correspondence subject person_name person_contact standing facts evidence"
    " place sponsor contact application transfer office_term release"
).split()

BACK = "DROP TABLE " + ", ".join(reversed(TABLES)) + ";"


class Migration(migrations.Migration):
    dependencies = [("register", "0001_the_journal_is_only_added_to")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
