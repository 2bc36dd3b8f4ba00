"""While pages are served, what is sealed is told by itself."""

from datetime import date
from pathlib import Path
from time import monotonic, sleep

from polity.acts import admission
from polity.journal import sealer
from polity.notices.following import following
from tests.league import BORIS, League


def test_what_is_sealed_is_told_while_it_is_followed(league: League, tmp_path: Path) -> None:
    with following(league.database.dsn, tmp_path, every=0.05):
        league.enact(admission.Apply(on=date(2025, 3, 1), person=BORIS, application=1))
        until, found = monotonic() + 20, 0
        while not found and monotonic() < until:
            sleep(0.05)
            sealer.seal_pending(league.database)  # what is entered while another writes is sealed a moment later
            with league.database.owner() as connection:
                query = "SELECT count(*) FROM notice WHERE act = 'admission.apply' AND person = %s"
                found = connection.execute(query, [BORIS]).fetchall()[0][0]
    assert found == 1
