"""Notices by e-mail, to those who consent: a line that something waits, never what it is about."""

from datetime import date

from psycopg import Cursor

from polity.access.outbox import NotSent, Outbox
from polity.notices.work import address, reachable
from polity.postgres.database import Database, Row
from polity.register.register import Register

LETTER = (
    "There is a notice for you from {organisation}: {subject}.\n\n"
    "Sign in and open “Notices” to read it. It is not said here, because others may read your mail.\n\n"
    "You consented to be told by e-mail; on your own page you can withdraw that at any time.\n"
)


def post(database: Database, outbox: Outbox, *, today: date, most: int = 100) -> int:
    """Send what is due. Returns how many letters were given to the outbox.

    Each is marked as taken before it is sent, so that none is sent twice; whoever's letter was lost between the two
    finds the notice on their page. What the mail server refuses stays due.
    """
    sent = 0
    for _ in range(most):
        with database.acting() as cursor:
            taken = _take(cursor, today)
        if taken is None:
            break
        notice, to, subject, text = taken
        if not to:
            continue
        try:
            outbox.send(to, subject, text)
        except NotSent:
            with database.acting() as cursor:
                cursor.execute("UPDATE notice SET mail = 'due' WHERE notice = %s", [notice])
            break
        with database.acting() as cursor:
            cursor.execute("UPDATE notice SET mail = 'sent' WHERE notice = %s", [notice])
        sent += 1
    return sent


def _take(cursor: Cursor[Row], today: date) -> tuple[int, str, str, str] | None:
    """The next letter: its notice, address, subject and text. The address is empty where consent was withdrawn."""
    cursor.execute(
        "SELECT notice, person, subject FROM notice WHERE mail = 'due' ORDER BY notice LIMIT 1 FOR UPDATE SKIP LOCKED"
    )
    found = cursor.fetchone()
    if found is None:
        return None
    notice, person, subject = found
    register = Register(cursor)
    may = reachable(register, person, today)
    cursor.execute("UPDATE notice SET mail = %s WHERE notice = %s", ["taken" if may else "none", notice])
    name = (register.organisation() or ("", {}))[0]
    to = address(register, person) if may else ""
    return notice, to, subject, LETTER.format(organisation=name, subject=subject)
