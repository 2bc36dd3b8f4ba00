"""Passkeys: made in answer to an invitation or beside another passkey, and asked for at the door (WebAuthn).

The browser answers a challenge that is good once and for five minutes. What rests on it is checked by the `webauthn`
package: origin, site, signature, that somebody was there and proved themselves to the device.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from psycopg import Cursor, errors
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from polity.access.secrets import digest, drawn, looks_like_one
from polity.postgres.database import Database, Row
from polity.register.accounts import Account, account, account_invited

GOOD_FOR = timedelta(days=14)  # an invitation
SIGN_IN = "sign in"
MOST = 20  # passkeys of one account


class NotLetIn(Exception):
    """Somebody is not let in. `why` is one of: challenge, origin, answer, unknown, account, invitation, many."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Site(NamedTuple):
    """The place whose passkeys these are: the host's name, and the whole origin that the browser states."""

    host: str
    origin: str
    name: str


class Passkey(NamedTuple):
    """A passkey as its owner sees it."""

    credential: bytes
    name: str
    since: datetime
    used: datetime | None


def for_invitation(invitation: str) -> str:
    """What a challenge for answering an invitation is for. `invitation` is the digest."""
    return f"invitation {invitation}"


def for_account(number: int) -> str:
    """What a challenge for another passkey of an account is for."""
    return f"account {number}"


def invited(database: Database, secret: str, *, day: date) -> Account | None:
    """The account that a secret invites to: open, invited not long ago, and not answered yet."""
    if not looks_like_one(secret):
        return None
    with database.doors() as cursor:
        return _invited(cursor, digest(secret), day)


def _invited(cursor: Cursor[Row], invitation: str, day: date) -> Account | None:
    found = account_invited(cursor, invitation)
    if found is None or not found.open_on(day) or not found.invited <= day <= found.invited + GOOD_FOR:
        return None
    cursor.execute("SELECT FROM door_used WHERE invitation = %s", [invitation])
    return found if cursor.fetchone() is None else None


def wanted_at_the_door(database: Database, site: Site) -> str:
    """What the browser is asked for at sign-in, as JSON. Which passkey, the person chooses."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=_challenge(database, SIGN_IN),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def wanted_for(database: Database, site: Site, found: Account, name: str, *, purpose: str) -> str:
    """What the browser is asked for to make a passkey of an account, as JSON."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=name,
        user_display_name=name,
        user_id=found.account.to_bytes(8, "big"),
        challenge=_challenge(database, purpose),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in of(database, found.account)],
    )
    return options_to_json(options)


def _challenge(database: Database, purpose: str) -> bytes:
    drawn_now = drawn(32)
    with database.doors() as cursor:
        cursor.execute(
            "INSERT INTO door_challenge (digest, purpose, until) VALUES (%s, %s, now() + interval '5 minutes')",
            [sha256(drawn_now).digest(), purpose],
        )
    return drawn_now


def _spend(database: Database, challenge: bytes, purpose: str) -> None:
    """Take a challenge away, so that no second answer to it counts, whatever becomes of this one."""
    with database.doors() as cursor:
        cursor.execute(
            "DELETE FROM door_challenge WHERE digest = %s AND purpose = %s AND until > now() RETURNING 1",
            [sha256(challenge).digest(), purpose],
        )
        if cursor.fetchone() is None:
            raise NotLetIn("challenge")


def _answered[T](
    database: Database, site: Site, parse: Callable[[str], T], answer: str, purpose: str
) -> tuple[T, bytes]:
    """Read an answer and spend the challenge that it is about."""
    try:
        read = parse(answer)
        told = parse_client_data_json(read.response.client_data_json)  # type: ignore[attr-defined]
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise NotLetIn("answer") from None
    _spend(database, told.challenge, purpose)
    if told.origin != site.origin:
        raise NotLetIn("origin")
    return read, told.challenge


def answer_invitation(database: Database, site: Site, secret: str, answer: str, name: str, *, day: date) -> Account:
    """Make the first passkey of an account in answer to its invitation, which is used up by it. Raises NotLetIn."""
    invitation = digest(secret)
    made = _verified(database, site, answer, for_invitation(invitation))
    with database.doors() as cursor:
        found = _invited(cursor, invitation, day)
        if found is None:
            raise NotLetIn("invitation")
        cursor.execute("INSERT INTO door_used (invitation, at) VALUES (%s, now()) ON CONFLICT DO NOTHING", [invitation])
        if not cursor.rowcount:
            raise NotLetIn("invitation")
        _keep(cursor, made, found, name)
    return found


def add(database: Database, site: Site, found: Account, answer: str, name: str) -> None:
    """Make another passkey of an account that is signed in. Raises NotLetIn."""
    made = _verified(database, site, answer, for_account(found.account))
    if len(of(database, found.account)) >= MOST:
        raise NotLetIn("many")
    with database.doors() as cursor:
        _keep(cursor, made, found, name)


class _Made(NamedTuple):
    credential: bytes
    public_key: bytes
    uses: int


def _verified(database: Database, site: Site, answer: str, purpose: str) -> _Made:
    read, challenge = _answered(database, site, parse_registration_credential_json, answer, purpose)
    try:
        made = verify_registration_response(
            credential=read,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        raise NotLetIn("answer") from None
    return _Made(made.credential_id, made.credential_public_key, made.sign_count)


def _keep(cursor: Cursor[Row], made: _Made, found: Account, name: str) -> None:
    try:
        cursor.execute(
            "INSERT INTO door_passkey (credential, account, invitation, public_key, uses, name, since)"
            " VALUES (%s, %s, %s, %s, %s, %s, now())",
            [made.credential, found.account, found.invitation, made.public_key, made.uses, name.strip()[:60]],
        )
    except errors.UniqueViolation:
        raise NotLetIn("answer") from None


def credential_of(answer: str) -> str:
    """Which passkey an answer speaks for, to count by; nothing where the answer cannot be read."""
    try:
        return parse_authentication_credential_json(answer).raw_id.hex()
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        return ""


def sign_in(database: Database, site: Site, answer: str, *, day: date) -> Account:
    """Let somebody in by their passkey: the account is theirs. Raises NotLetIn."""
    read, challenge = _answered(database, site, parse_authentication_credential_json, answer, SIGN_IN)
    with database.doors() as cursor:
        cursor.execute(
            "SELECT account, invitation, public_key, uses FROM door_passkey WHERE credential = %s FOR UPDATE",
            [read.raw_id],
        )
        kept = cursor.fetchone()
        if kept is None:
            raise NotLetIn("unknown")
        handle = read.response.user_handle
        try:
            shown = verify_authentication_response(
                credential=read,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=bytes(kept[2]),
                credential_current_sign_count=kept[3],
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            raise NotLetIn("answer") from None
        if handle is not None and handle != kept[0].to_bytes(8, "big"):
            raise NotLetIn("answer")
        found = account(cursor, kept[0])
        if found is None or found.invitation != kept[1] or not found.open_on(day):
            raise NotLetIn("account")
        cursor.execute(
            "UPDATE door_passkey SET uses = %s, used = now() WHERE credential = %s", [shown.new_sign_count, read.raw_id]
        )
    return found


def of(database: Database, number: int) -> list[Passkey]:
    """The passkeys of an account that let one in, the oldest first."""
    with database.doors() as cursor:
        cursor.execute(
            "SELECT k.credential, k.name, k.since, k.used FROM door_passkey k JOIN account a"
            " ON a.account = k.account AND a.invitation = k.invitation WHERE k.account = %s ORDER BY k.since",
            [number],
        )
        return [Passkey(bytes(row[0]), row[1], row[2], row[3]) for row in cursor.fetchall()]


def remove(database: Database, number: int, credential: bytes) -> bool:
    """Take a passkey of an account away. False where there is none, or where it is the only one."""
    with database.doors() as cursor:
        cursor.execute("SELECT credential FROM door_passkey WHERE account = %s FOR UPDATE", [number])
        kept = [bytes(row[0]) for row in cursor.fetchall()]
        if credential not in kept or len(kept) == 1:
            return False
        cursor.execute("DELETE FROM door_passkey WHERE account = %s AND credential = %s", [number, credential])
    return True
