"""A league whose people sign in themselves, in a real browser with a device that makes passkeys."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from polity.access.limits import Limits
from polity.access.links import Letters
from polity.access.outbox import Outbox
from polity.access.secrets import digest, secret
from polity.acts import accounts
from polity.pages import signing_state
from tests.league import League
from tests.pages.offices import pages_of

DAY = date(2025, 2, 20)


@contextmanager
def doors_of(league: League, folder) -> Iterator[Letters]:
    """Let the pages look into a league, and send letters into a folder."""
    letters = Letters(league.house, Outbox(folder), Limits(league.database, b"tests"))
    signing_state.use(letters)
    try:
        with pages_of(league):
            yield letters
    finally:
        signing_state.use(None)
        letters.close()


def invited(league: League, person: int, on: date = DAY) -> str:
    """Open an account for somebody. Gives the secret of the invitation."""
    made = secret()
    league.enact(accounts.Open(on=on, person=person, account=league.id(), invitation=digest(made)))
    return made


class Device:
    """What makes passkeys for a page and proves its user, as a telephone does."""

    def __init__(self, page) -> None:
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self._id = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def passkeys(self) -> list[dict]:
        """The passkeys that it holds."""
        found = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]
        return [dict(one) for one in found]

    def remove(self) -> None:
        """Take the device away."""
        self._cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})

    def take_over(self, other: "Device") -> None:
        """Hold the passkeys of another device too, as with a shared keychain."""
        for one in other.passkeys():
            self._cdp.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": one})


def answer_invitation(page, address: str, made: str, name: str = "telephone") -> None:
    """Open an invitation and make a passkey."""
    page.goto(f"{address}/invitation/#{made}")
    page.fill("#id_name", name)
    page.click("button >> text=Make a passkey")
    page.wait_for_url(f"{address}/acting-as/")


def sign_in(page, address: str) -> None:
    """Sign in by the passkey of the device."""
    page.goto(f"{address}/sign-in/")
    page.click("button >> text=Sign in with a passkey")
    page.wait_for_url(f"{address}/")


def acting(page) -> str:
    """What the corner of the page says about who acts."""
    return " ".join(page.locator("a.acting").inner_text().split())
