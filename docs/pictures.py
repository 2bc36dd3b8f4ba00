"""Take the pictures of docs/pictures: of the party of 1923 as its centre's secretary sees it, and of the federation
of today as each role of the help does.

`script/pictures` runs this. It builds both small demonstrations in passing folders, serves them, and takes each page in
Chromium. `script/pictures help` takes those of the help only.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
PORT = 8137
ADDRESS = f"http://localhost:{PORT}"
LARGEST = 300_000  # bytes
SIZE = {"width": 1200, "height": 960}
HELP_SIZE = {"width": 860, "height": 900}
TALLEST = 820  # of a picture of the help, which shows the content without what frames every page
TAKEN = {
    "home": "/",
    "census": "/census/?by=social_category&standing=member&per_mille=1",
    "statutes": "/statutes/",
}


class Shot(NamedTuple):
    """A picture of a page's content: whose page, at which address, and what is followed there before it is taken."""

    name: str
    officer: str  # as the demonstration offers them; "" for a visitor
    address: str
    follow: Sequence[str] = ()  # links, by what selects the first of them


# The loop as the congress closes it: what a draft does, what may come of it, what became of it.
BAR = "main a:has-text('R01 ')"
LOOP = (
    Shot("preview", "Centre secretary", "/resolutions/", (BAR, "main a:text-is('Preview')")),
    Shot("forecast", "Centre secretary", "/studies/", ("main a[href*='kept=']",)),
    Shot("followup", "Centre secretary", "/followup/"),
)
HELP = (
    Shot("sign-in", "", "/sign-in/"),
    Shot("own", "Member", "/own/"),
    Shot("inbox", "Branch secretary", "/inbox/"),
    Shot("desk", "Region secretary", "/inbox/", ("main td a[href^='/admission/'], main th a[href^='/admission/']",)),
    Shot("meetings", "Branch secretary", "/meetings/"),
    Shot("transfers", "Region secretary", "/transfers/"),
    Shot("imports", "Branch secretary", "/imports/"),
    Shot("many", "Region secretary", "/admission/many/promotions/"),
    Shot("region", "Region secretary", "/inbox/"),
    Shot("units", "Region secretary", "/units/"),
    Shot("export", "Region secretary", "/exports/", ("main a[href^='/exports/new/']",)),
    Shot(
        "control",
        "Region control commissioner",
        "/people/?standing=member",
        ("main td a[href^='/people/'], main th a[href^='/people/']",),
    ),
)


@contextmanager
def served(*demo: str) -> Iterator[None]:
    """A small demonstration, or an empty folder where none is named, on a port of this machine."""
    with TemporaryDirectory() as folder:
        polity = [sys.executable, "-P", "-m", "polity", "--data", folder]
        surroundings = {name: value for name, value in os.environ.items() if name != "POLITY_DSN"}
        if demo:
            built = [*polity, "demo", *demo, "--size", "small", "--no-serve"]
            subprocess.run(built, check=True, env=surroundings)
        server = subprocess.Popen([*polity, "serve", "--port", str(PORT)], env=surroundings)
        try:
            _wait(server)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


def _wait(server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        if server.poll() is not None:
            raise SystemExit("The pages could not be served; what the command said stands above.")
        try:
            urllib.request.urlopen(ADDRESS, timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"Nothing answers on {ADDRESS}.")


def sign_in(page: Page, officer: str = "") -> None:
    """Act as an officer that the demonstration offers: the first one, unless another is named."""
    page.goto(f"{ADDRESS}/acting-as/")
    offered = page.locator("main form button")
    named = offered if not officer else offered.filter(has=page.get_by_text(officer, exact=True))
    named.first.click()
    page.wait_for_load_state("load")


def kept(page: Page, name: str, *, content: bool = False) -> None:
    """Take what is seen now; or the content only, from its top."""
    page.wait_for_load_state("load")
    target = PICTURES / f"{name}.png"
    box = page.locator("main").bounding_box() if content else None
    if box is None:
        page.screenshot(path=target)
    else:
        filled = page.evaluate("[...document.querySelectorAll('main > *')].at(-1).getBoundingClientRect().bottom")
        height = min(filled - box["y"] + 24, box["height"], TALLEST)
        clip = {"x": box["x"] - 16, "y": box["y"], "width": box["width"] + 32, "height": height}
        page.screenshot(path=target, full_page=True, clip=clip)  # type: ignore[arg-type]
    size = target.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{target.name} has {size} bytes; {LARGEST} are allowed.")
    print(f"{target.name}: {size} bytes")


def take_party(browser: Browser) -> None:
    """The pictures of the party of 1923, in light and with the home page in dark too."""
    for scheme, names in (("light", list(TAKEN)), ("dark", ["home"])):
        context = browser.new_context(viewport=SIZE, color_scheme="dark" if scheme == "dark" else "light")
        page = context.new_page()
        sign_in(page)
        for name in names:
            page.goto(f"{ADDRESS}{TAKEN[name]}")
            kept(page, name if scheme == "light" else f"{name}-dark")
        context.close()


def take_content(browser: Browser, shots: Sequence[Shot], prefix: str = "") -> None:
    """Pictures of content, each as the role sees it that it is for."""
    for shot in shots:
        context = browser.new_context(viewport=HELP_SIZE, color_scheme="light", locale="en")
        page = context.new_page()
        if shot.officer:
            sign_in(page, shot.officer)
        answer = page.goto(f"{ADDRESS}{shot.address}")
        if answer is None or answer.status != 200:
            raise SystemExit(f"{shot.address} is not open to: {shot.officer}.")
        for link in shot.follow:
            page.locator(link).first.click()
            page.wait_for_load_state("load")
        kept(page, f"{prefix}{shot.name}", content=True)
        context.close()


def take_founding(browser: Browser) -> None:
    """What whoever founds an organisation sees."""
    page = browser.new_page(viewport=HELP_SIZE)
    page.goto(f"{ADDRESS}/founding/")
    kept(page, "help-founding", content=True)
    page.close()


def take(only: Sequence[str]) -> None:
    """Take every picture."""
    PICTURES.mkdir(exist_ok=True)
    executable = os.environ.get("POLITY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        if "help" not in only:
            with served("--organisation", "1923"):
                take_party(browser)
                take_content(browser, LOOP)
        with served("--organisation", "federation"):
            take_content(browser, HELP, "help-")
        with served():
            take_founding(browser)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1:])
