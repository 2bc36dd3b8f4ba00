"""When a page cannot be shown: in plain words, with the remedy, and the same bytes for absent and forbidden."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _plain(title: str, says: str, remedy: str, status: int) -> HttpResponse:
    """Show a page that depends on nothing but its words, so that nothing else can be read from it."""
    body = render_to_string("refused.html", {"title": title, "says": says, "remedy": remedy})
    return HttpResponse(body, status=status)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. What does not exist and what the reader may not see are answered alike, byte for byte."""
    return _plain(
        _("Nothing to show here"),
        _("There is nothing at this address, or it lies outside what you may see."),
        _("Check the address, act in an office that covers it, or start from the first page."),
        404,
    )


def not_understood(
    request: HttpRequest, exception: Exception | None = None, *, says: str = "", remedy: str = ""
) -> HttpResponse:
    """422. The request was read, and something in it has no meaning. Nothing was changed."""
    return _plain(
        _("This could not be read"),
        says or _("Part of what was sent has no meaning here."),
        remedy or _("Go back, put it right and send it again. Nothing was changed."),
        422,
    )


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. The request itself was not well formed, or named a host that is not served here."""
    return _plain(
        _("This could not be read"),
        _("The request did not have the form that a browser gives it, or named a place that is not served here."),
        _("Open the first page at the address you were given. Nothing was changed."),
        400,
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403. A form came without the token that its page carried."""
    return _plain(
        _("This form is out of date"),
        _("The form was sent from a page that was opened before you signed in, or from another place."),
        _("Go back, load the page again and send the form once more. Nothing was changed."),
        403,
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500. The program failed; an act that was under way has been undone as a whole."""
    return _plain(
        _("The program failed"),
        _("This page could not be made. An act that was not confirmed to you was not entered."),
        _("Try once more. If it fails again, tell whoever runs this server the time and the page."),
        500,
    )
