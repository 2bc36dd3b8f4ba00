"""The pages as they are served: Django set up once, its sessions in the session's own server."""

import os
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from django.utils import translation

from polity.pages import frame
from polity.postgres import Cluster

TODAY = date(1923, 4, 25)
SECRETARY = frame.Officer("secretary", "Branch secretary", "North", 1001, "secretary", 17)
HEAD = frame.Head(41207, "9f86d081884c7d65" * 4)


@pytest.fixture(scope="session", autouse=True)
def pages(cluster: Cluster) -> None:
    """Set Django up as `serve` does, with the gallery open."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        maintenance.execute("create database pages")
    os.environ["DJANGO_SETTINGS_MODULE"] = "polity.pages.settings"
    os.environ["POLITY_PAGES_SECRET"] = "a key for tests only"
    os.environ["POLITY_PAGES_DSN"] = cluster.dsn("pages")
    os.environ["POLITY_PAGES_GALLERY"] = "1"
    os.environ["POLITY_PAGES_HOSTS"] = "testserver,127.0.0.1"
    import django

    django.setup()
    from polity.pages.sessions import prepare

    prepare()


@pytest.fixture(autouse=True)
def organisation() -> Iterator[frame.Organisation]:
    """A demonstration organisation with one officer."""
    named = frame.Organisation(
        "The League", today=lambda: TODAY, head=lambda: HEAD, officers=lambda: [SECRETARY], demonstration=True
    )
    frame.use(named)
    with translation.override("en"):  # the language of a request stays with its thread
        yield named
    frame.use(frame.Organisation("Polity"))


@pytest.fixture
def browser() -> object:
    """A visitor without a browser: sends requests through the whole stack and keeps cookies."""
    from django.test import Client

    return Client(raise_request_exception=False, enforce_csrf_checks=True)
