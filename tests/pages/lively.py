"""A small league in which something of every kind has happened, and an address for every page of the pages."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from polity.acts import (
    accounts,
    admission,
    appeals,
    consent,
    contacts,
    correction,
    exports,
    meetings,
    membership,
    people,
    reregistration,
    retention,
    rights,
    sponsoring,
    units,
)
from polity.notices.work import work
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League
from tests.pages import lively_resolved
from tests.pages.offices import TODAY, appoint, signed_in

MILL, DOCK = 1004, 1005
EVA, FINN, GRETA, HUGO, IVY, JONAS, TWIN = 2005, 2006, 2007, 2008, 2009, 2010, 2011
HELD, CALLED, DECISION, ROLL, ASKED, APPEAL = 8001, 8002, 8003, 8004, 8005, 8006
REQUEST, ERASURE, EXPORT, WAITING, CORRECTION, CODE = 8007, 8008, 8009, 8010, 8011, 8012
EARLY, DAY, OLD = date(2023, 6, 1), date(2025, 2, 10), date(2024, 6, 1)

# Pages for whose parts something else stands.
OTHERWISE: Mapping[str, list[dict[str, object]]] = {
    "many": [{"what": "promotions"}, {"what": "confirmations"}],
    "waiting": [{"what": one} for one in ("applied", "decided", "transfers", "may", "may_not", "undecided")],
    "appeal_step": [{"step": one} for one in ("reply", "decide", "withdraw")],
    "admission": [{"person": ids.show(one)} for one in (BORIS, FINN, GRETA)],
    "admission_step": [
        *(
            {"person": ids.show(GRETA), "step": one}
            for one in ("ask", "sponsor", "open", "decide", "refuse", "withdraw")
        ),
        *({"person": ids.show(FINN), "step": one} for one in ("promote", "extend", "keep")),
        {"person": ids.show(BORIS), "step": "appeal"},
    ],
    "unask": [{"person": ids.show(GRETA)}],
    "entry": [{"entry": 12}, {"entry": 30}],
    "unit": [{"unit": "N1"}, {"unit": "N"}],
    "person": [{"person": ids.show(one)} for one in (EVA, FINN, HUGO)],
    "text": [{"name": "rules"}],
    "own_withdraw": [{"asked": ids.show(REQUEST)}],
    "own_copy_file": [{"form": "record.json"}],
    "request": [{"asked": ids.show(REQUEST)}],
    "request_erase": [{"asked": ids.show(ERASURE)}],
    "meeting": [{"meeting": ids.show(HELD)}, {}],
    "correct_presence": [{"meeting": ids.show(HELD)}],
    "decide_at_meeting": [{"meeting": ids.show(HELD)}],
    "report_contact": [{"person": ids.show(JONAS)}],
    "duplicate": [{"person": ids.show(JONAS)}],
    **{name: [{"person": ids.show(HUGO)}] for name in ("receive_transfer", "decline_transfer", "withdraw_transfer")},
    "assign_contact": [{"person": ids.show(JONAS)}],
    "readmit": [{"person": ids.show(IVY)}],
    "correct_facts": [{"since": "2024-06-01"}],
    "help_text": [{"name": "member"}],
    **lively_resolved.OTHERWISE,
}
# Pages that show nothing to be looked at here, and where they are looked at.
SHUT: Mapping[str, str] = {
    "sign_in_link": "needs the secret of a letter; test_signing_in_a_browser",
    "founding": "an organisation stands; test_signing_in_a_browser",
    "feed": "a calendar, no page; test_notices",
    "gallery": "for those who write pages; test_in_a_browser",
    "import_rows": "rows of a file that was examined; test_imports_in_a_browser",
    "export_file": "a file, no page; test_exports_in_a_browser",
    "forecast_tested": "needs a forecast that has been made; tested with the forecasts",
    "keep_forecast": "needs a run that was made here; test_the_loop_in_a_browser",
    "rule_forecast": "needs more people than the league has; test_open_questions",
    "resolution_text": "a text, no page; test_resolutions",
}

ROLES: Mapping[str, tuple[int | None, str, int | None]] = {
    "visitor": (None, "", None),
    "member": (EVA, "", None),
    "branch": (DAVID, "secretary", MILL),
    "district": (CLARA, "secretary", NORTH),
    "whole": (ANNA, "secretary", CENTRE),
}


def filled(league: League) -> None:
    """Anna is the centre's secretary, Clara that of North, David that of Mill Lane below it; Eva is a member there."""
    for unit, title, code in ((MILL, "Mill Lane", "N1"), (DOCK, "Dockside", "N2")):
        league.enact(
            units.Found(on=EARLY.replace(year=2020), unit=unit, title=title, tier="cell", kind="office", code=code,
                        parent=NORTH)
        )  # fmt: skip
    for person, unit, family in ((CLARA, NORTH, "Clark"), (DAVID, MILL, "Dean"), (EVA, MILL, "Evans"),
                                 (HUGO, MILL, "Hughes"), (IVY, MILL, "Ivory")):  # fmt: skip
        league.member(person, unit, family, EARLY)
    for person, unit in ((ANNA, CENTRE), (CLARA, NORTH), (DAVID, MILL)):
        appoint(league, person, unit)
    for person, unit, family in ((FINN, MILL, "Finch"), (GRETA, MILL, "Grant"), (JONAS, MILL, "Jones"),
                                 (TWIN, DOCK, "Jones")):  # fmt: skip
        league.enact(people.Record(on=EARLY, person=person, unit=unit, family=family, given="J",
                                   facts={"born": "1990-04-03"}))  # fmt: skip
    league.candidate(FINN, OLD)
    _admissions(league)
    _meetings(league)
    _rights(league)
    lively_resolved.resolved(league)
    league.enact(membership.Transfer(on=DAY, member=HUGO, receiving=SOUTH, transfer=league.id()))
    league.enact(membership.Leave(on=OLD, person=IVY))
    league.enact(rights.AskErasure(on=DAY, person=IVY, request=ERASURE))
    league.enact(
        rights.Answer(on=TODAY, person=IVY, request=ERASURE, decision="granted", grounds="Left.", answered_by=CLARA),
        league.by(unit=NORTH, person=CLARA),
    )
    league.enact(correction.Correct(on=DAY, person=EVA, since=EARLY, grounds="The minutes", new_since=date(2023, 6, 2)))
    league.enact(accounts.Open(on=DAY, person=EVA, account=league.id(), invitation="0" * 64))
    for export, unit, owner, by in ((EXPORT, CENTRE, ANNA, CENTRE), (WAITING, NORTH, CLARA, NORTH)):
        league.enact(
            exports.Make(on=TODAY, export=export, what="people", form="csv", purpose="Letters to all",
                         expires=TODAY + timedelta(days=7), unit=unit, owner=owner),
            league.by(unit=by, person=owner),
        )  # fmt: skip
    while work(league.database, today=TODAY)[0]:
        pass


def _admissions(league: League) -> None:
    league.enact(admission.Apply(on=DAY, person=GRETA, application=league.id()))
    league.enact(sponsoring.AskSponsor(on=DAY, person=GRETA, sponsor=EVA, asked=ASKED))
    league.enact(sponsoring.OpenToSponsors(on=DAY, person=GRETA, asked=CODE))
    league.enact(admission.Apply(on=DAY, person=BORIS, application=league.id()))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds="The recommendations are missing."))
    league.enact(appeals.Lodge(on=DAY, person=BORIS, against="application", grounds="Unheard", appeal=APPEAL))


def _meetings(league: League) -> None:
    league.enact(people.Assign(on=date(2024, 1, 1), person=JONAS, contact=EVA))
    for meeting, day in ((HELD, DAY), (CALLED, date(2025, 3, 10))):
        league.enact(
            meetings.Call(on=date(2025, 2, 1), meeting=meeting, unit=MILL, day=day, hour="19:00", place="Hall",
                          agenda="Dues\nAdmissions")
        )  # fmt: skip
    league.enact(meetings.Hold(on=DAY, meeting=HELD, present=(DAVID, EVA), guest_others=2))
    league.enact(
        meetings.Decide(on=DAY, decision=DECISION, meeting=HELD, title="Oil", text="Oil is bought.", votes_for=2,
                        votes_against=0)
    )  # fmt: skip
    league.enact(
        contacts.Report(on=DAY, report=league.id(), person=JONAS, contact=EVA, day=DAY, kind="visit",
                        text="Fears the river.", next_step="Bring the lantern", next_by=date(2025, 2, 20))
    )  # fmt: skip
    league.enact(reregistration.Open(on=DAY, reregistration=ROLL, unit=MILL, until=date(2025, 4, 1)))
    league.enact(reregistration.Outcome(on=DAY, person=EVA, outcome="not_reached", grounds="The door was shut."))


def _rights(league: League) -> None:
    league.enact(consent.DeclarePurpose(on=DAY, purpose="email", label="Notices by e-mail"))
    for person in (EVA, FINN):
        league.enact(people.Amend(on=OLD, person=person, facts={"workplace": "Mill"}, evidence="passport"))
    league.enact(retention.Retain(on=DAY, field="identity", months=60))
    league.enact(retention.Retain(on=DAY, field="workplace", months=3))
    league.enact(rights.AskAccess(on=TODAY, person=EVA, request=league.id()))
    for person, request in ((EVA, REQUEST), (FINN, CORRECTION)):
        league.enact(
            rights.AskCorrection(on=DAY, person=person, request=request, field="born", wanted="3 May 1990",
                                 grounds="Passport")
        )  # fmt: skip


def addresses(league: League) -> dict[str, list[str]]:
    """What stands at every page, by its name. A part of a route that nothing here stands for ends in NoReverseMatch."""
    with league.register() as register:
        term = register.holders("secretary", MILL, on=TODAY)[0].term
        register.cursor.execute(
            "SELECT s.number FROM journal_entry e JOIN journal_seal s USING (entry) WHERE e.act = 'record.correct'"
        )
        (corrected,) = register.cursor.fetchall()[0]
        register.cursor.execute(
            "SELECT min(s.number) FROM journal_entry e JOIN journal_seal s USING (entry)"
            " WHERE e.act = 'admission.promote'"
        )
        (promoted,) = register.cursor.fetchall()[0]
    sheet = SimpleUploadedFile("branch.csv", b"Family name,Given name,Born\nAble,Ada,1990-04-03\nBaker,,1991-01-01\n")
    went = signed_in(CLARA, "secretary", NORTH).post("/imports/", {"file": sheet})
    job = re.findall(r"/imports/(\w+)/", went.headers["Location"])[0]
    gaps = {
        "person": ids.show(EVA), "other": ids.show(TWIN), "unit": "N1", "meeting": ids.show(CALLED),
        "number": corrected,
        "roll": ids.show(ROLL), "asked": ids.show(ASKED), "appeal": ids.show(APPEAL), "export": ids.show(WAITING),
        "term": ids.show(term), "job": job, "entry": promoted, "since": "2023-06-02", "purpose": "email",
        "article": "12.3",
        **lively_resolved.GAPS,
    }  # fmt: skip
    return {
        pattern.name: [
            reverse(pattern.name, kwargs={gap: one.get(gap, gaps.get(gap)) for gap in pattern.pattern.converters})
            for one in OTHERWISE.get(pattern.name, [{}])
        ]
        for pattern in get_resolver().url_patterns
        if pattern.name and pattern.name not in SHUT
    }
