"""Help in the browser: the same texts as in the documentation, with nothing of a text taken for HTML."""

import os
import re
from collections.abc import Iterator
from datetime import date

import pytest

from polity.postgres import Cluster
from tests.docs.walk import ROOT

TEXT = """<!-- not shown -->
# A <script>alert(1)</script> title

Words with **Inbox**, **bold**, *soft*, `code <b>` and [a page](member.md#top).

1. First
   goes on.
2. Second, [elsewhere](../acts/unit.md).

| a |  |
|---|---|
| one \\| two | [out](https://polity.example/) |

![A picture of "it"](../../pictures/help-own.png)

```console
$ polity check
<all>
```
"""


@pytest.fixture(scope="module")
def pages(cluster: Cluster) -> None:
    """Django set up once for the process, with no organisation behind it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polity.pages.settings")
    os.environ.setdefault("POLITY_PAGES_SECRET", "a key for tests only")
    os.environ.setdefault("POLITY_PAGES_DSN", cluster.dsn("postgres"))
    os.environ.setdefault("POLITY_PAGES_GALLERY", "1")
    os.environ.setdefault("POLITY_PAGES_HOSTS", "testserver,127.0.0.1")
    import django

    django.setup()


@pytest.fixture
def visitor(pages: None) -> Iterator[object]:
    """A visitor who is not signed in."""
    from django.test import Client
    from django.utils import translation

    from polity.pages import frame

    frame.use(frame.Organisation("The League", today=lambda: date(2024, 1, 1)))
    with translation.override("en"):
        yield Client(raise_request_exception=False)
    frame.use(frame.Organisation("Polity"))


def test_what_is_written_is_escaped_and_leads_only_where_it_may(pages: None) -> None:
    from polity.pages.help import link
    from polity.pages.help_text import lead_of, shown, title_of

    assert shown(TEXT, link, {"Inbox": "/inbox/"}.get).split("\n") == [
        '<h1 id="a-scriptalert1script-title">A &lt;script&gt;alert(1)&lt;/script&gt; title</h1>',
        '<p>Words with <b><a href="/inbox/">Inbox</a></b>, <b>bold</b>, <em>soft</em>, '
        '<code class="long">code &lt;b&gt;</code> and <a href="/help/member/#top">a page</a>.</p>',
        "<ol><li>First goes on.</li><li>Second, elsewhere.</li></ol>",
        '<div class="table-frame" tabindex="0" role="region" aria-label="1: a"><table><thead><tr>'
        '<th scope="col">a</th><td></td></tr></thead><tbody><tr><td>one | two</td>'
        '<td><a href="https://polity.example/">out</a></td></tr></tbody></table></div>',
        '<p class="shot"><img src="/help/pictures/help-own.png" alt="A picture of &quot;it&quot;" loading="lazy"></p>',
        '<pre class="law" tabindex="0">$ polity check',
        "&lt;all&gt;</pre>",
    ]
    assert title_of("# One\n\nTwo") == "One"
    assert lead_of("<!-- x -->\n# One\n\nTwo **three**\n`four` [five](six.md).\n\nSeven") == "Two three four five."


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "http://polity.example/", "/inbox/", "../../../x.md", "data:x"]
)
def test_a_link_that_leads_nowhere_here_is_no_link(pages: None, target: str) -> None:
    from polity.pages.help import link

    assert link(target) == ""


def test_every_role_has_a_page_and_every_picture_is_there(visitor) -> None:
    from polity.pages.help import MORE, ROLES

    files = sorted(path.stem for path in (ROOT / "docs" / "users" / "roles").glob("*.md"))
    assert sorted(ROLES) == files
    assert sorted(MORE) == sorted(path.stem for path in (ROOT / "docs" / "users").glob("*.md"))
    for name in (*ROLES, *MORE):
        answer = visitor.get(f"/help/{name}/")
        assert (name, answer.status_code) == (name, 200)
        body = answer.content.decode()
        assert len(re.findall(r"<h1\b", body)) == 1
        for picture in re.findall(r'src="(/help/pictures/[^"]+)"', body):
            sent = visitor.get(picture)
            assert (picture, sent.status_code, sent["Content-Type"]) == (picture, 200, "image/png")
            assert sent.content[:4] == b"\x89PNG"


def test_links_within_the_help_lead_to_headings(visitor) -> None:
    from polity.pages.help import MORE, ROLES

    bodies = {name: visitor.get(f"/help/{name}/").content.decode() for name in (*ROLES, *MORE)}
    for body in bodies.values():
        for name, anchor in re.findall(r'href="/help/([\w-]+)/#([\w-]+)"', body):
            assert (name, anchor, f'id="{anchor}"' in bodies[name]) == (name, anchor, True)


def test_a_visitor_is_led_to_no_page_that_is_closed_to_them(visitor) -> None:
    body = visitor.get("/help/secretary/").content.decode()

    assert re.findall(r'<b><a href="([^"]+)"', body) == []
    assert visitor.get("/help/member/").content.decode().count('<b><a href="/sign-in/">') == 1
    assert visitor.get("/help/nobody/").status_code == 404
    assert visitor.get("/help/pictures/nothing.png").status_code == 404
