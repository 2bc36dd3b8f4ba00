"""An organisation founded in the browser, by whoever holds the secret that the terminal shows."""

import re
from datetime import date

import pytest
from django.test import Client

from polity.access.secrets import secret
from polity.pages import frame, signing_state
from polity.pages.serving import organisation as opening
from polity.postgres.migrate import migrate
from polity.readings.check import check
from polity.readings.house import Scope

SAID = {
    "organisation": "Union of Lamplighters", "tiers": "union, region, branch", "title": "", "statute": "association",
    "family": "Andrews", "given": "Anna", "office": "secretary",
}  # fmt: skip


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture
def empty(dsn, tmp_path):
    """A server that was started in an empty folder. Gives the secret of its terminal."""
    migrate(dsn)
    made = secret()
    with opening(dsn, tmp_path, founder=made) as found:
        frame.use(found)
        yield made
        frame.use(frame.Organisation("Polity"))


def test_every_address_leads_to_the_founding_and_only_the_secret_founds(empty):
    browser = Client()
    led = {path: browser.get(path).get("Location") for path in ("/", "/people/", "/sign-in/", "/nowhere/")}
    wrong = browser.post("/founding/", SAID | {"secret": secret()})
    said = re.findall(r"This is not the secret[^<]*", wrong.content.decode())

    assert (led, wrong.status_code, set(said), signing_state.gate() is None) == (
        dict.fromkeys(led, "/founding/"),
        403,
        {"This is not the secret that the terminal shows."},
        False,
    )


def test_the_secret_founds_once_and_hands_over_an_invitation(empty):
    from polity.pages import opened

    browser = Client()
    founded = browser.post("/founding/", SAID | {"secret": empty})
    [made] = set(re.findall(r"/invitation/#([\w-]{43})", founded.content.decode()))
    invited = browser.post("/invitation/challenge/", {"secret": made})
    again = browser.post("/founding/", SAID | {"secret": empty}).status_code
    whole = Scope(day=date.today(), whole=True)
    with opened.house().register(scope=whole) as register:
        name, settings = register.organisation()
        [root] = register.roots(on=date.today())
        [term] = register.holders("secretary", root.unit, on=date.today())
        named = register.name(term.person)
    faults = [finding for finding in check(opened.house(), scope=whole) if not finding.holds]

    assert (founded.status_code, invited.status_code, again, frame.current().name, faults) == (
        200,
        200,
        404,
        "Union of Lamplighters",
        [],
    )
    assert (name, settings["tiers"], root.name, named) == (
        "Union of Lamplighters",
        ["union", "region", "branch"],
        "Union of Lamplighters",
        ("Andrews", "Anna", ""),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"tiers": " , "}, "tiers", id="no tier"),
        pytest.param({"tiers": "union, union"}, "tiers", id="a tier twice"),
        pytest.param({"family": ""}, "family", id="nobody"),
        pytest.param({"statute": "nothing"}, "statute", id="a statute there is not"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_entered(empty, changed, field):
    answer = Client().post("/founding/", SAID | {"secret": empty} | changed)
    led_to = re.findall(r'<a href="#id_(\w+)">', answer.content.decode())

    assert (answer.status_code, led_to, signing_state.gate() is None) == (422, [field], False)
