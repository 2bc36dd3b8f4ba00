"""Pages opened in a real browser, to see whether anything in them runs that should not."""

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polity.trust.payloads import MARK
from polity.trust.serving import Answer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
HERE = "http://polity.test"

log = logging.getLogger(__name__)


def opened(pages: Sequence[tuple[str, Answer]], files: Mapping[str, Answer]) -> Iterator[str]:
    """Open every page; tell what ran, what was asked for and what the browser refused. Nothing leaves the machine."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        log.warning("Playwright is not installed: pages are looked over as text, and not in a browser.")
        return
    if not CHROMIUM:
        log.warning("There is no Chromium: pages are looked over as text, and not in a browser.")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            looking = _Looking(browser.new_page(), files)
            for what, answer in (one for one in pages if not 300 <= one[1].status < 400):
                yield from (f"{what}: {found}" for found in looking.at(answer))
        finally:
            browser.close()


class _Looking:
    """One page of the browser, which is given what was answered and nothing else."""

    def __init__(self, page: Any, files: Mapping[str, Answer]) -> None:
        self.page, self.files = page, files
        self.answer = Answer(404, (), b"")
        self.found: list[str] = []
        page.route("**/*", self._give)
        page.on("console", self._said)
        page.on("dialog", self._asked)

    def at(self, answer: Answer) -> list[str]:
        """What happened on a page."""
        self.answer, self.found = answer, []
        self.page.goto(f"{HERE}/page/", wait_until="load")
        ran = self.page.evaluate(f"Object.keys(window).filter((name) => name.startsWith('{MARK}'))")
        return [*self.found, *(f"{name} ran" for name in ran)]

    def _give(self, route: Any) -> None:
        address = route.request.url.removeprefix(HERE)
        if f"x{MARK}" in address:
            self.found.append("a payload became a picture")
        if address == "/page/" and route.request.is_navigation_request():
            answer = self.answer
        else:
            answer = self.files.get(address, Answer(404, (("Content-Type", "text/plain"),), b""))
        headers = {name: value for name, value in answer.headers if name not in ("Content-Length", "Set-Cookie")}
        route.fulfill(status=answer.status if answer.status not in (204, 304) else 200, headers=headers,
                      body=answer.body)  # fmt: skip

    def _said(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.found.append(f"the browser refused something: {message.text[:160]}")

    def _asked(self, dialog: Any) -> None:
        self.found.append(f"a dialog opened: {dialog.message[:80]}")
        dialog.dismiss()
