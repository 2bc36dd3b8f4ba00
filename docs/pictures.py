"""Take the pictures of docs/pictures from the small demonstration, as its centre's secretary sees it.

`script/pictures` runs this. It builds the demonstration in a passing folder, serves it, and takes each page in
Chromium.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
PORT = 8137
ADDRESS = f"http://127.0.0.1:{PORT}"
LARGEST = 300_000  # bytes
WIDTH, HEIGHT = 1200, 960
TAKEN = {
    "home": "/",
    "census": "/census/?by=social_category&standing=member&per_mille=1",
    "statutes": "/statutes/",
}


@contextmanager
def served() -> Iterator[None]:
    """The small demonstration, on a port of this machine."""
    with TemporaryDirectory() as folder:
        polity = [sys.executable, "-P", "-m", "polity", "--data", folder]
        surroundings = {name: value for name, value in os.environ.items() if name != "POLITY_DSN"}
        subprocess.run([*polity, "demo", "--size", "small", "--no-serve"], check=True, env=surroundings)
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


def sign_in(page: Page) -> None:
    """Act as the first officer that the demonstration offers: the centre's."""
    page.goto(f"{ADDRESS}/acting-as/")
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")


def take() -> None:
    """Take every picture, in light and with the home page in dark too."""
    PICTURES.mkdir(exist_ok=True)
    executable = os.environ.get("POLITY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with served(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for scheme, names in (("light", list(TAKEN)), ("dark", ["home"])):
            context = browser.new_context(
                viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page = context.new_page()
            sign_in(page)
            for name in names:
                page.goto(f"{ADDRESS}{TAKEN[name]}")
                page.wait_for_load_state("load")
                target = PICTURES / (f"{name}.png" if scheme == "light" else f"{name}-dark.png")
                page.screenshot(path=target)
                size = target.stat().st_size
                if size > LARGEST:
                    raise SystemExit(f"{target.name} has {size} bytes; {LARGEST} are allowed.")
                print(f"{target.name}: {size} bytes")
            context.close()
        browser.close()


if __name__ == "__main__":
    take()
