"""Look at a page in a real browser: what axe objects to, and how far it reaches."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
OPENED = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
EVERYTHING = "axe.run().then((result) => result.violations.map((one) => one.id))"


def looked_over(page: Any, *, opening: bool = True) -> tuple[list[str], int]:
    """The rules of axe that a page breaks, with everything on it opened unless it is left as it is; how wide it is."""
    if opening:
        page.evaluate(OPENED)
    page.evaluate(AXE.read_text())
    return page.evaluate(EVERYTHING), page.evaluate("document.documentElement.scrollWidth")


def found_at(chromium: Any, there: str, cookie: str, width: int, scheme: str) -> tuple[int, list[str], int]:
    """How a page answers a reader with a session, what axe objects to in it, and how wide it is."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    context.add_cookies([{"name": "polity_session", "value": cookie, "url": there}])
    page = context.new_page()
    answer = page.goto(there)
    found = looked_over(page)
    context.close()
    return (answer.status, *found)
