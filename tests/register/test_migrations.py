"""The database goes to the form this version expects, and back, a step at a time."""

import psycopg
import pytest

from polity.postgres.migrate import MIGRATIONS, applied, migrate, newest

STEPS = sorted(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def form(dsn: str) -> list[tuple[object, ...]]:
    """Everything that makes up the form of the database: columns, rules, triggers, functions, policies, rights."""
    with psycopg.connect(dsn) as connection:
        return connection.execute("""
            SELECT 'column', table_name, column_name || ' ' || data_type || ' ' || is_nullable
              FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'django%'
            UNION ALL SELECT 'rule', conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
              WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'django%'
            UNION ALL SELECT 'index', tablename, indexdef FROM pg_indexes
              WHERE schemaname = 'public' AND tablename NOT LIKE 'django%'
            UNION ALL SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger
              WHERE NOT tgisinternal
            UNION ALL SELECT 'function', proname, trim(regexp_replace(prosrc, '\\s+', ' ', 'g')) FROM pg_proc
              WHERE proname LIKE 'polity%'
            UNION ALL SELECT 'policy', tablename, policyname || coalesce(qual, '') FROM pg_policies
            UNION ALL SELECT 'row security', relname, '' FROM pg_class
              WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'right', table_name, grantee || ' ' || privilege_type
              FROM information_schema.role_table_grants WHERE grantee LIKE 'polity\\_%'
            ORDER BY 1, 2, 3""").fetchall()


def test_the_way_forward_back_and_forward_again_ends_where_it_began(dsn: str) -> None:
    migrate(dsn)
    forward = form(dsn)
    migrate(dsn, target="zero")
    assert (form(dsn), applied(dsn)) == ([], set())
    migrate(dsn)
    assert (form(dsn), applied(dsn)) == (forward, set(STEPS))


@pytest.mark.parametrize("at", range(1, len(STEPS)))
def test_each_step_can_be_taken_back(dsn: str, at: int) -> None:
    migrate(dsn, target=STEPS[at - 1])
    before = form(dsn)
    migrate(dsn, target=STEPS[at])
    migrate(dsn, target=STEPS[at - 1])
    assert form(dsn) == before


def test_nothing_is_done_where_nothing_is_missing(dsn: str) -> None:
    assert (migrate(dsn), migrate(dsn), newest()) == (True, False, STEPS[-1])
