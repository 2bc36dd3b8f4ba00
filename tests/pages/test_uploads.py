"""What is too large is answered before any of it is read."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from polity.imports import work


class Counted(BytesIO):
    """What somebody sends, and how much of it was asked for."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


@pytest.mark.parametrize(
    ("path", "size", "most"),
    [
        ("/imports/", work.LIMITS.size + (1 << 20), "64 MB"),
        ("/imports/abc/", work.LIMITS.size + (1 << 20), "64 MB"),
        ("/sign-in/", 3 << 20, "2 MB"),
        ("/people/nobody/", 3 << 20, "2 MB"),
    ],
)
def test_what_is_too_large_is_not_read(browser: Client, path: str, size: int, most: str) -> None:
    sent = Counted(b"x" * 1000)
    extra: dict[str, Any] = {"wsgi.input": sent, "CONTENT_LENGTH": str(size)}
    answer = browser.generic("POST", path, b"", "multipart/form-data; boundary=b", **extra)
    assert (answer.status_code, sent.taken) == (413, 0)
    assert answer.content.decode().count(f"What you sent is larger than {most}.") == 1
    assert answer["Cache-Control"] == "no-store"


def test_what_is_as_large_as_may_be_goes_on(browser: Client) -> None:
    answer = browser.post("/imports/", {"file": BytesIO(b"x" * (3 << 20))})
    assert answer.status_code == 403  # not signed in, and without the form's token: it was read, and refused for that
