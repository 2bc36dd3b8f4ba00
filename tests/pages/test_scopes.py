"""A page says who may open it; what lies outside is answered as if it were not there."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from polity.pages.routing import Scope, insist_on_scopes, page


class Desk:
    """Addresses of one page for members and one for officers, and of nothing else."""

    urlpatterns: list = []
    handler404 = "polity.pages.refusals.not_here"


def view(request):
    return HttpResponse("seen")


@pytest.fixture
def desk():
    from polity.pages import routing

    page("for-members/", name="for_members", scope=Scope.SIGNED_IN)(view)
    page("for-officers/", name="for_officers", scope=Scope.OFFICE)(view)
    Desk.urlpatterns = routing._patterns.pop(view.__module__)
    with override_settings(ROOT_URLCONF=Desk):
        yield


def test_absent_and_forbidden_are_answered_with_the_same_bytes(desk, browser):
    answers = [browser.get(address) for address in ("/for-members/", "/for-officers/", "/for-nobody/?on=1923-01-01")]

    assert {(answer.status_code, answer.content, str(answer.headers)) for answer in answers} == {
        (404, answers[0].content, str(answers[0].headers))
    }


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        pytest.param({"person": 5, "office": ""}, {"/for-members/": 200, "/for-officers/": 404}, id="a member"),
        pytest.param(
            {"person": 5, "office": "secretary"}, {"/for-members/": 200, "/for-officers/": 200}, id="an officer"
        ),
        pytest.param({}, {"/for-members/": 404, "/for-officers/": 404}, id="a visitor"),
    ],
)
def test_each_sees_what_is_within_their_scope(desk, browser, held, seen):
    session = browser.session
    session.update(held)
    session.save()

    assert {address: browser.get(address).status_code for address in seen} == seen


def test_a_page_that_does_not_say_who_may_open_it_stops_the_start():
    with pytest.raises(ImproperlyConfigured):
        insist_on_scopes([path("for-anyone/", view)])
