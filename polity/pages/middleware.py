"""What happens to every request and every answer: headers, the language, the day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from polity.imports import work
from polity.pages import frame as frames
from polity.pages import opened, refusals

FORM = 64 << 10  # bytes that the form around a file may take

type Answer = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


def headers(answer: Answer) -> Answer:
    """Put the headers that every answer carries on it, whatever became of the request."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers["Cache-Control"] == "no-store":
            # Whether a page had to ask who is reading must not show: that would tell forbidden from absent.
            response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie, HX-Request"
        return response

    return with_headers


def size(answer: Answer) -> Answer:
    """Answer what is too large before any of it is read: a file of an import, or the text of a form.

    How much comes is said before it comes, and the server takes no more than that.
    """

    def with_size(request: HttpRequest) -> HttpResponse:
        given = request.META.get("CONTENT_LENGTH") or "0"
        sent = int(given) if given.isdecimal() else 0
        if sent <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return answer(request)
        if not request.path.startswith("/imports/"):
            return refusals.too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if sent > work.LIMITS.size + FORM:
            return refusals.too_large(request, work.LIMITS.size)
        return answer(request)

    return with_size


def language(answer: Answer) -> Answer:
    """Keep a language chosen by `?lang=` in a cookie and go on to the same page without it.

    A plain link, so that no page needs a form, and with it a token, only for its language.
    """
    codes = {code for code, _name in settings.LANGUAGES}

    def with_language(request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang")
        if request.method != "GET" or chosen not in codes:
            return answer(request)
        query = request.GET.copy()
        del query["lang"]
        response = HttpResponseRedirect(here(request.path, query.urlencode()))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 60 * 60,
            httponly=True,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response

    return with_language


def here(path: str, query: str) -> str:
    """Join a path of ours and a query. A path that begins with two slashes would lead to another place."""
    return "/" + path.lstrip("/") + (f"?{query}" if query else "")


def day(answer: Answer) -> Answer:
    """Read the day that is asked about (`?on=`) and put it on the request as `day`, with `today` beside it."""

    def with_day(request: HttpRequest) -> HttpResponse:
        today = frames.current().today()
        request.today = request.day = today  # type: ignore[attr-defined]
        written = request.GET.get("on", "").strip()
        if written:
            try:
                request.day = date.fromisoformat(written)  # type: ignore[attr-defined]
            except ValueError:
                return refusals.not_understood(
                    request,
                    says=_("“%(written)s” is not a day of the calendar.") % {"written": written[:40]},
                    remedy=_("Give the year, the month and the day, as in 1923-04-15."),
                )
        return answer(request)

    return with_day


def look(answer: Answer) -> Answer:
    """Let a page that only shows read everything at once, so that its figures fit each other."""

    def with_look(request: HttpRequest) -> HttpResponse:
        house = opened.at_hand()
        if request.method not in {"GET", "HEAD"} or house is None:
            return answer(request)
        with house.database.look():
            return answer(request)

    return with_look


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template what the frame around a page shows."""
    organisation = frames.current()
    day = getattr(request, "day", None) or organisation.today()
    today = getattr(request, "today", day)
    return {
        "organisation": organisation,
        "day": day,
        "today": today,
        "another_day": day != today,
        "reader": getattr(request, "reader", None),
        "carried": [(key, value) for key, value in request.GET.items() if key not in {"on", "take"}],
    }
