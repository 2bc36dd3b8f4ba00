"""The gallery in a real browser: nothing that axe objects to, nothing refused, nothing over the edge."""

import shutil
import socket
import threading

import pytest
import uvicorn

from tests.pages.looking import looked_over

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(pages):
    from polity.pages import asgi

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(asgi.application(threads=4), timeout_graceful_shutdown=1, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/gallery/?on=1923-04-15", "/acting-as/", "/nowhere/"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(chromium, address, path, scheme, width):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    found, edge = looked_over(page)
    context.close()

    assert (found, edge) == ([], width)


def test_the_policy_refuses_nothing_and_the_head_follows_the_journal(chromium, address, organisation):
    from dataclasses import replace

    from polity.pages import frame

    page = chromium.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + "/gallery/")
    frame.use(replace(organisation, head=lambda: frame.Head(41300, "0" * 64)))
    shown = page.locator("#head").filter(has_text="41\u202f300")
    shown.wait_for(timeout=5000)
    told = shown.inner_text()
    page.close()

    assert (told, said) == ("Journal sealed to entry 41\u202f300", [])


def test_everything_works_without_scripts(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/gallery/?sort=members")
    page.fill("#on", "1922-06-01")
    page.click("form.day button")
    page.click("main summary >> nth=0")
    page.click("button.synthetic >> nth=0")
    shown = (
        page.locator(".day-band").inner_text().split("\n")[0].split(". ")[0],
        page.url.split("?")[1],
        page.locator("#synthetic-note").is_visible(),
        page.locator("main details >> nth=0").locator("table").is_visible(),
    )
    context.close()

    assert shown == ("This page answers for 1 June 1922", "sort=members&on=1922-06-01", True, True)


def test_the_first_tab_leads_past_the_head_of_the_page(chromium, address):
    page = chromium.new_page()
    page.goto(address + "/gallery/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reached = page.evaluate("document.activeElement.id")
    page.close()

    assert reached == "main"
