"""Settings of the pages. What differs between one installation and another comes from the environment.

POLITY_PAGES_SECRET  the key that signs forms; made once by `polity.pages.asgi.serve` and kept in the data folder
POLITY_PAGES_DSN     the PostgreSQL that keeps the sessions; without it nobody can sign in
POLITY_PAGES_HOSTS   the names under which the pages are reached, separated by commas; this machine only by default
POLITY_PAGES_ORIGIN  the address under which the pages are reached from outside, such as https://polity.example.org;
                     passkeys are bound to it. Without it, the address that the browser names, on this machine
POLITY_PAGES_PROXIES how many servers stand in front, each adding to X-Forwarded-For; none by default
POLITY_PAGES_GALLERY "1" shows the gallery of components, for those who write pages
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

HERE = Path(__file__).parent


def databases(dsn: str) -> dict[str, dict[str, object]]:
    """Say where the sessions are kept, in the form that Django wants. Empty without a DSN."""
    if not dsn:
        return {}
    parts = conninfo_to_dict(dsn)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **{name: parts.pop(part) for name, part in known.items() if parts.get(part)},
            "OPTIONS": parts,
            "CONN_MAX_AGE": 300,  # seconds
            "CONN_HEALTH_CHECKS": False,  # a connection that was let go is found out by the session's first question
        }
    }


SECRET_KEY = os.environ.get("POLITY_PAGES_SECRET", "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "The pages have no key to sign forms with. Set POLITY_PAGES_SECRET, or use `polity serve`."
    )

DEBUG = False
DEBUG_GALLERY = os.environ.get("POLITY_PAGES_GALLERY") == "1"
ALLOWED_HOSTS = os.environ.get("POLITY_PAGES_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ORIGIN = os.environ.get("POLITY_PAGES_ORIGIN", "").rstrip("/")
if ORIGIN:
    ALLOWED_HOSTS.append(urlsplit(ORIGIN).hostname or "")
    CSRF_TRUSTED_ORIGINS = [ORIGIN]
PROXIES = int(os.environ.get("POLITY_PAGES_PROXIES", "0"))
INSTALLED_APPS = ["django.forms"]
SESSIONS_DSN = os.environ.get("POLITY_PAGES_DSN", "")
DATABASES = databases(SESSIONS_DSN)
ROOT_URLCONF = "polity.pages.urls"
APPEND_SLASH = True

MIDDLEWARE = [
    "polity.pages.middleware.headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "polity.pages.middleware.language",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "polity.pages.middleware.size",
    "django.middleware.csrf.CsrfViewMiddleware",
    "polity.pages.founding.middleware",
    "polity.pages.middleware.day",
    "polity.pages.readers.middleware",
    "polity.pages.middleware.look",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "polity.pages.tags.figures",
                "polity.pages.tags.labels",
                "polity.pages.tags.links",
                "polity.pages.tags.parts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "polity.pages.middleware.frame",
            ],
        },
    }
]
FORM_RENDERER = "polity.pages.widgets.Renderer"

# Strict from the first template: no script or style but from a file of ours, nothing from elsewhere.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_ENGINE = "polity.pages.sessions"
SESSION_COOKIE_NAME = "polity_session"
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds: a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "polity_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ORIGIN.startswith("https:")
CSRF_FAILURE_VIEW = "polity.pages.refusals.form_expired"

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LANGUAGE_COOKIE_NAME = "polity_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"  # served by polity.pages.assets, each file under its own hash
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; files come in by the imports' own door

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # Addresses of pages carry ids of people, so refused requests are not written down; failures are.
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
