"""Every address that the pages answer. A new subject adds its module's name to SUBJECTS and nothing else."""

from django.conf import settings
from django.urls import path

from polity.pages.assets import serve_asset
from polity.pages.routing import Scope, collect, insist_on_scopes

SUBJECTS = [
    "readers",
    "signing",
    "signing_account",
    "signing_desk",
    "founding",
    "home",
    "admission_inbox",
    "admission_new",
    "admission_bulk",
    "admission_sponsors",
    "admission_appeals",
    "admission",
    "units",
    "people",
    "searching",
    "journal",
    "statutes",
    "resolutions_draft",
    "resolutions_decide",
    "resolutions_preview",
    "resolutions_forecast",
    "forecasts_tested",
    "resolutions",
    "studies",
    "followup",
    "dangers",
    "annual",
    "census",
    "balance",
    "releases",
    "own",
    "rights",
    "notices",
    "sources",
    "open_questions",
    "reach",
    "meetings",
    "contacts",
    "reregistration",
    "imports",
    "exports",
    "duplicates",
    "transfers",
    "changes",
    "changes_units",
    "changes_offices",
    "tokens",
    "help",
]
if settings.DEBUG_GALLERY:
    SUBJECTS.append("gallery")

serve_asset.scope = Scope.OPEN  # type: ignore[attr-defined]
urlpatterns = [path("static/<slug:digest>/<path:name>", serve_asset), *collect(SUBJECTS)]
insist_on_scopes(urlpatterns)

handler400 = "polity.pages.refusals.malformed"
handler403 = "polity.pages.refusals.not_here"
handler404 = "polity.pages.refusals.not_here"
handler500 = "polity.pages.refusals.broken"
