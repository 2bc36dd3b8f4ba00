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


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """413. More was sent than is taken in, and none of it was read."""
    return _plain(
        _("This is too large"),
        _("What you sent is larger than %(most)s MB. None of it was read, and nothing was changed.")
        % {"most": most >> 20},
        _("Go back and send less. A larger file can be divided, or brought in by whoever keeps this server."),
        413,
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403. A form came without the token that its page carried."""
    title = _("This form is out of date")
    if not _from_here(request):  # what another place has sent is not offered again: nobody here has typed it
        return _plain(
            title,
            _("The form was sent from a page that was opened before you signed in, or from another place."),
            _("Go back, load the page again and send the form once more. Nothing was changed."),
            403,
        )
    says = _("The form was sent from a page that was opened long ago, or before cookies were cleared.")
    return _kept(request, title, says, 403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """401 or 403. A form came from somebody who is signed out by now, or acts in no office: what they typed is kept.

    Nothing was looked up: the answer is the same whatever the address names.
    """
    if request.reader.signed_in:  # type: ignore[attr-defined]
        title, says = _("You act in no office now"), _("The office in which you opened this form may have ended.")
        return _kept(request, title, says, 403)
    return _kept(
        request, _("You are no longer signed in"), _("Your session has ended since you opened this form."), 401
    )


SECRETS = ("secret", "password", "answer")  # never shown again
UNSHOWN = ("key", "back", "check", "act")  # sent again, and of no use to a reader


def _kept(request: HttpRequest, title: str, says: str, status: int) -> HttpResponse:
    """Show what was typed, a way to sign in beside it, and a button that sends the same form to the same address."""
    typed = [
        {"name": name, "value": value, "shown": name not in UNSHOWN, "long": len(value) > 60 or "\n" in value}
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not any(word in name.lower() for word in SECRETS)
    ]
    context = {"title": title, "says": says, "typed": typed, "files": list(request.FILES), "expired": status == 401}
    return HttpResponse(render_to_string("signing/kept.html", context, request), status=status)


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def broken(request: HttpRequest) -> HttpResponse:
    """500. The program failed; an act that was under way has been undone as a whole."""
    return _plain(
        _("The program failed"),
        _("This page could not be made. An act that was not confirmed to you was not entered."),
        _("Try once more. If it fails again, tell whoever runs this server the time and the page."),
        500,
    )
