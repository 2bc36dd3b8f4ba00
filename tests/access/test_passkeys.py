"""Passkeys without a browser: a device of our own signs, so that each part of an answer can be wrong by itself."""

import hashlib
import json
import struct
from datetime import date

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from polity.access import passkeys
from polity.access.limits import ANSWERS, LINKS_ASKED, Limits, place, tidy
from polity.access.secrets import digest, secret
from polity.acts import accounts
from tests.league import ANNA, BORIS

DAY = date(2025, 3, 1)
SITE = passkeys.Site("polity.example.org", "https://polity.example.org", "The League")
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class Device:
    """Makes one passkey and answers with it, rightly unless a test says otherwise."""

    def __init__(self, name: bytes = b"device 1") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.uses = hashlib.sha256(name).digest(), 0

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _head(self, host: str, flags: int) -> bytes:
        self.uses += 1
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.uses)

    def make(self, wanted: str, origin: str = SITE.origin, flags: int = PRESENT | VERIFIED) -> str:
        asked = json.loads(wanted)
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        shown = self._head(asked["rp"]["id"], flags | ATTESTED) + bytes(16) + struct.pack(">H", len(self.id)) + self.id
        attested = {"fmt": "none", "attStmt": {}, "authData": shown + cbor2.dumps(public)}
        client = self._client("webauthn.create", asked["challenge"], origin)
        return self._written({"attestationObject": cbor2.dumps(attested), "clientDataJSON": client})

    def answer(
        self, wanted: str, origin: str = SITE.origin, flags: int = PRESENT | VERIFIED, key: object = None,
        handle: bytes | None = None,
    ) -> str:  # fmt: skip
        asked = json.loads(wanted)
        client = self._client("webauthn.get", asked["challenge"], origin)
        shown = self._head(asked["rpId"], flags)
        signed = (key or self.key).sign(shown + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {"authenticatorData": shown, "clientDataJSON": client, "signature": signed}
        return self._written(told | ({"userHandle": handle} if handle else {}))

    def _written(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.id)
        plain = {part: bytes_to_base64url(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": plain})


def invited(league, person=ANNA):
    made = secret()
    league.enact(accounts.Open(on=DAY, person=person, account=league.id(), invitation=digest(made)))
    return made


def wanted_for(league, made):
    found = passkeys.invited(league.database, made, day=DAY)
    return passkeys.wanted_for(league.database, SITE, found, "Anna", purpose=passkeys.for_invitation(digest(made)))


@pytest.fixture
def device(league):
    """A device that has answered Anna's invitation."""
    made, found = invited(league), Device()
    answer = found.make(wanted_for(league, made))
    found.account = passkeys.answer_invitation(league.database, SITE, made, answer, "telephone", day=DAY)
    return found


def why(call) -> str:
    with pytest.raises(passkeys.NotLetIn) as refused:
        call()
    return refused.value.why


def door(league) -> str:
    return passkeys.wanted_at_the_door(league.database, SITE)


def let_in(league, answer, site=SITE, day=DAY):
    return passkeys.sign_in(league.database, site, answer, day=day)


def test_a_right_answer_lets_in_and_is_good_once(league, device):
    answer = device.answer(door(league), handle=device.account.account.to_bytes(8, "big"))
    found = let_in(league, answer)

    assert (found.person, why(lambda: let_in(league, answer))) == (ANNA, "challenge")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        pytest.param({"origin": "https://polity.example.org.evil.example"}, "origin", id="another origin"),
        pytest.param({"origin": "http://polity.example.org"}, "origin", id="without encryption"),
        pytest.param({"flags": PRESENT}, "answer", id="a person who did not prove themselves"),
        pytest.param({"flags": VERIFIED}, "answer", id="nobody there"),
        pytest.param({"key": ec.generate_private_key(ec.SECP256R1())}, "answer", id="another key"),
        pytest.param({"handle": b"\0" * 8}, "answer", id="another account"),
    ],
)
def test_a_wrong_answer_lets_nobody_in_and_spends_the_challenge(league, device, wrong, reason):
    wanted = door(league)
    first = why(lambda: let_in(league, device.answer(wanted, **wrong)))

    assert (first, why(lambda: let_in(league, device.answer(wanted)))) == (reason, "challenge")


def test_a_challenge_is_for_one_purpose_and_five_minutes(league, device):
    made = invited(league, BORIS)
    other = json.loads(wanted_for(league, made))
    crossed = why(lambda: let_in(league, device.answer(json.dumps(other | {"rpId": SITE.host}))))
    wanted = door(league)
    with league.database.doors() as cursor:
        cursor.execute("UPDATE door_challenge SET until = until - interval '5 minutes'")

    assert (crossed, why(lambda: let_in(league, device.answer(wanted)))) == ("challenge", "challenge")


def test_a_device_whose_count_goes_back_is_not_let_in(league, device):
    device.uses = 50
    let_in(league, device.answer(door(league)))
    device.uses = 10

    assert why(lambda: let_in(league, device.answer(door(league)))) == "answer"


def test_another_site_cannot_use_the_passkey(league, device):
    other = passkeys.Site("elsewhere.example", "https://elsewhere.example", "Elsewhere")
    answer = device.answer(passkeys.wanted_at_the_door(league.database, other), origin=other.origin)

    assert why(lambda: let_in(league, answer)) == "origin"


def test_a_passkey_nobody_knows_lets_nobody_in(league):
    assert why(lambda: let_in(league, Device().answer(door(league)))) == "unknown"


def test_an_invitation_makes_one_passkey(league, device):
    made = invited(league, BORIS)
    first, second = Device(b"one"), Device(b"two")
    wanted = [wanted_for(league, made) for _ in range(2)]
    passkeys.answer_invitation(league.database, SITE, made, first.make(wanted[0]), "one", day=DAY)
    again = why(lambda: passkeys.answer_invitation(league.database, SITE, made, second.make(wanted[1]), "two", day=DAY))

    assert (again, passkeys.invited(league.database, made, day=DAY)) == ("invitation", None)


def test_a_closed_account_lets_nobody_in_and_is_tidied_away_when_erased(league, device):
    league.enact(accounts.Close(on=DAY, person=ANNA))
    closed = why(lambda: let_in(league, device.answer(door(league))))
    tidy(league.database)
    with league.database.doors() as cursor:
        cursor.execute("SELECT count(*) FROM door_passkey")
        kept = cursor.fetchone()
    from polity.acts import people

    league.enact(people.EraseAct(on=DAY, person=ANNA, grounds="asked"))
    tidy(league.database)
    with league.database.doors() as cursor:
        cursor.execute("SELECT count(*) FROM door_passkey")
        left = cursor.fetchone()

    assert (closed, kept, left) == ("account", (1,), (0,))


def test_the_last_passkey_stays(league, device):
    number = device.account.account
    alone = passkeys.remove(league.database, number, device.id)
    second = Device(b"second")
    wanted = passkeys.wanted_for(league.database, SITE, device.account, "Anna", purpose=passkeys.for_account(number))
    excluded = [base64url_to_bytes(one["id"]) for one in json.loads(wanted)["excludeCredentials"]]
    passkeys.add(league.database, SITE, device.account, second.make(wanted), "computer")
    removed = passkeys.remove(league.database, number, device.id)
    names = [one.name for one in passkeys.of(league.database, number)]

    assert (alone, excluded, removed, names) == (False, [device.id], True, ["computer"])


def test_counts_run_out_and_are_each_places_own(league):
    limits = Limits(league.database, b"salt")
    waits = [limits.count(ANSWERS, "192.0.2.1", "x") for _ in range(12)]
    other = limits.count(ANSWERS, "192.0.2.2", "x")
    with league.database.doors() as cursor:
        cursor.execute("UPDATE door_count SET at = at - interval '2 minutes'")
    later = limits.waits(ANSWERS, "192.0.2.1", "x")

    assert (waits[:10], min(waits[10:]) > 0, max(waits) <= 31, other, later) == ([0] * 10, True, True, 0, 0)


def test_counts_are_kept_for_all_processes_and_say_nothing_of_the_place(league):
    Limits(league.database, b"salt").count(LINKS_ASKED, "192.0.2.1")
    with league.database.doors() as cursor:
        cursor.execute("SELECT key, drops FROM door_count")
        [(key, drops)] = cursor.fetchall()
    Limits(league.database, b"salt").count(LINKS_ASKED, "192.0.2.1")
    with league.database.doors() as cursor:
        cursor.execute("SELECT count(*), max(drops) > 1 FROM door_count")
        after = cursor.fetchone()

    assert (len(bytes(key)), bytes(key).count(b"192"), int(drops), after) == (16, 0, 1, (1, True))


def test_a_household_counts_as_one_place():
    assert (
        place("2001:db8:1:2::5") == place("2001:db8:1:2:ffff::1"),
        place("2001:db8:1:2::5") == place("2001:db8:1:3::5"),
        place("::ffff:192.0.2.1"),
        place("192.0.2.1"),
    ) == (True, False, "192.0.2.1", "192.0.2.1")
