"""Who is told what after which act, in plain words. Subjects say nothing about anybody: they stand on locked screens.

Every act is here: with its notices, or among those after which nobody is told, with the reason.
"""

from polity.notices.followed import FOLLOWED, FOLLOWED_BY_NOBODY
from polity.notices.resolved import RESOLVED, RESOLVED_BY_NOBODY
from polity.notices.rule import Rule
from polity.notices.rule import desk as _desk
from polity.notices.rule import person as _person

APPEAL = (
    " You may appeal, in your own words: on your page, under “Your admission, and appeals”, or in writing to the unit."
    " The unit above decides."
)
ADMISSION = {
    "admission.apply": (
        _person("Your application", "Your application of {on} was received in {unit}. The meeting decides on it."),
        _desk("An application waits", "An application of {on} waits for the decision of the meeting of {unit}."),
    ),
    "admission.ask_sponsor": (
        _person(
            "You are asked to recommend somebody",
            "On {on} you were asked to recommend an applicant. Open your page to answer; you may decline without"
            " saying why.",
            whom="sponsor",
        ),
    ),
    "admission.sponsor": (
        _person("A recommendation", "Somebody's recommendation of you was entered on {on}."),
        _person("Your recommendation", "Your recommendation of somebody was entered on {on}.", whom="sponsor"),
    ),
    "admission.recommend": (
        _person("A recommendation", "Somebody recommended you on {on}."),
        _desk("A sponsor answered", "Somebody was recommended on {on}, an applicant in {unit}."),
    ),
    "admission.decline": (_desk("A sponsor answered", "Somebody who was asked to recommend an applicant declined."),),
    "admission.decide": (
        _person(
            "The decision on your application",
            "The meeting of {unit} decided on {on} for your admission as a candidate. It has yet to be confirmed.",
        ),
        _desk("An admission waits to be confirmed", "{unit} decided on {on} to admit a candidate.", unit="above"),
    ),
    "admission.confirm": (
        _person("Your admission", "Your admission was confirmed: from {on} you are a candidate in {unit}."),
        _desk("An admission was confirmed", "An admission that {unit} decided was confirmed on {on}."),
    ),
    "admission.promote": (_person("Your membership", "From {on} you are a member, in {unit}."),),
    "admission.extend": (
        _person(
            "Your candidate period",
            "On {on} your candidate period was prolonged by {months} months. The grounds: {grounds}",
        ),
    ),
    "admission.refuse": (
        _person(
            "The decision on your application",
            "Your application was refused on {on}, in {unit}. The grounds: {grounds}" + APPEAL,
        ),
    ),
    "admission.refuse_promotion": (
        _person(
            "The decision on your membership",
            "On {on} you were not made a member for now; you stay a candidate. The grounds: {grounds}" + APPEAL,
        ),
    ),
    "admission.lapse": (
        _person("Your application", "Your application lapsed on {on}. The grounds: {grounds}" + APPEAL),
    ),
    "admission.withdraw": (
        _person("Your application", "Your application was taken back on {on}."),
        _desk("An application was taken back", "An application in {unit} was taken back on {on}."),
    ),
    "appeal.lodge": (
        _person("Your appeal", "Your appeal of {on} was received. The unit above the one that decided answers it."),
        _desk(
            "An appeal waits", "An appeal of {on} waits for a decision. It is against a decision of {unit}.", "above"
        ),
        _desk("An appeal against a decision of yours", "An appeal of {on} is against a decision of {unit}.", "home"),
    ),
    "appeal.reply": (_person("Your appeal", "The unit that decided answered your appeal on {on}. You can read it."),),
    "appeal.decide": (
        _person("The decision on your appeal", "Your appeal was upheld on {on}. {grounds}", when=("upheld", True)),
        _person("The decision on your appeal", "Your appeal was dismissed on {on}. {grounds}", when=("upheld", False)),
        _desk("An appeal was decided", "The appeal against a decision of {unit} was decided on {on}.", "home"),
    ),
    "appeal.withdraw": (_desk("An appeal was taken back", "An appeal was taken back on {on}.", "above"),),
}
MEMBERSHIP = {
    "membership.ask_transfer": (
        _desk("A transfer is asked for", "Somebody in {unit} asked on {on} to be moved to another unit."),
    ),
    "membership.transfer": (
        _person(
            "Your transfer",
            "On {on} {unit} released you to another unit. You stay where you are until that unit acknowledges.",
            whom="member",
        ),
        _desk("A transfer to acknowledge", "Somebody was released to your unit on {on}.", "receiving", "member"),
    ),
    "membership.receive": (
        _person("Your transfer", "Your transfer is complete: from {on} you belong to {unit}.", whom="member"),
        _desk("A transfer is complete", "Somebody released by your unit was taken in on {on}.", "sending", "member"),
    ),
    "membership.decline": (
        _person("Your transfer", "Your transfer was declined on {on}. The grounds: {grounds}", whom="member"),
        _desk("A transfer was declined", "A transfer from {unit} was declined on {on}.", "home", "member"),
    ),
    "membership.withdraw_transfer": (
        _person("Your transfer", "Your transfer was taken back on {on}.", whom="member"),
        _desk("A transfer was taken back", "A transfer to your unit was taken back on {on}.", "receiving", "member"),
    ),
    "membership.leave": (
        _person("The end of your membership", "From {on} you do not belong to the organisation any more."),
        _desk("Somebody left", "Somebody left {unit} on {on}."),
    ),
    "membership.lapse": (
        _person("The end of your membership", "Your membership lapsed on {on}. The grounds: {grounds}" + APPEAL),
    ),
    "membership.exclude": (
        _person("A decision about your membership", "You were excluded on {on}. The grounds: {grounds}" + APPEAL),
        _desk("A decision about a membership", "Somebody in {unit} was excluded on {on}."),
    ),
    "membership.readmit": (
        _person("Your membership", "You were taken back: from {on} you are a candidate in {unit}."),
        _desk("Somebody came back", "Somebody came back on {on} as a candidate in {unit}."),
    ),
    "office.appoint": (_person("An office", "From {on} you hold the office of {office}."),),
    "office.end": (_person("An office", "On {on} a term of office of yours ended, and its rights.", "holder"),),
    "office.hand_over": (
        _person("An office", "From {on} you hold an office that was handed over to you."),
        _person("An office", "On {on} you handed an office over; its rights ended with it.", "holder"),
    ),
    "sympathiser.assign": (
        _person("A contact of yours", "From {on} you keep contact with somebody in {unit}.", whom="contact"),
    ),
    "unit.reregister": (
        _person("Re-registration", "On {on} it was entered that you were not reached. Please answer.",
                when=("outcome", "not_reached")),
    ),
}  # fmt: skip
RIGHTS = {
    "person.record": (
        _person(
            "You are on the register",
            "On {on} you were entered in the register of {unit} as a sympathiser. Your page shows what is recorded,"
            " why, and who looked at it; you may ask for a correction or to be erased.",
        ),
    ),
    "person.amend": (
        _person("Your record was changed", "On {on} what is recorded of you was changed. Your page shows what."),
    ),
    "record.correct": (
        _person("Your record was put right", "On {on} what is recorded of you was put right. The grounds: {grounds}"),
    ),
    "record.correct_facts": (
        _person("Your record was put right", "On {on} what is recorded of you was put right. The grounds: {grounds}"),
    ),
    "person.contact": (
        _person("How you can be reached", "On {on} it was changed how you can be reached. If it was not you, ask."),
    ),
    "right.ask_correction": (
        _person("What you asked for", "What you asked for on {on} was received; it is answered by {due}."),
        _desk("A correction is asked for", "Somebody in {unit} asked for a correction on {on}; due by {due}."),
    ),
    "right.ask_erasure": (
        _person("What you asked for", "What you asked for on {on} was received; it is answered by {due}."),
        _desk("An erasure is asked for", "Somebody in {unit} asked on {on} to be erased; due by {due}."),
    ),
    "right.ask_access": (
        _person("A copy of your record", "On {on} a copy of everything held of you was asked for. It is on your page."),
    ),
    "right.answer": (
        _person("The answer to what you asked for", "Granted on {on}. {grounds}", when=("decision", "granted")),
        _person(
            "The answer to what you asked for",
            "Refused on {on}. The grounds: {grounds} You may ask again with other grounds, or turn to the unit above"
            " or to whoever supervises data protection where you live.",
            when=("decision", "refused"),
        ),
    ),
    "right.withdraw": (_desk("A request was taken back", "A request in {unit} was taken back on {on}."),),
    "consent.withdraw": (_desk("A consent was withdrawn", "Somebody in {unit} withdrew a consent on {on}."),),
    "duplicate.settle": (
        _person("Your record was compared", "On {on} it was decided whether your record and another are of one."),
    ),
    "export.make": (
        _desk(
            "A file waits for a second officer",
            "On {on} a file of {people} people was asked for until {expires}: {purpose} A second officer lets it go"
            " ahead, or it ends.",
            "unit",
            about="",
            when=("approved", False),
        ),
    ),
    "export.approve": (
        _person(
            "A file may be taken", "On {on} a second officer let your file go ahead: {purpose} It is there until"
            " {expires}.", whom="owner",
        ),
    ),
    "account.invite": (
        _person("Your account", "On {on} you were invited to sign in. If you did not expect it, ask your unit."),
    ),
    "account.recover": (
        _person("Your account", "On {on} an officer asked to restore your way in. If you did not ask for it, say so"
                " to your unit at once: a recovery can be dropped."),
    ),
    "account.grant_recovery": (
        _person("Your account", "On {on} an officer granted that your way in be restored. If you did not ask for it,"
                " say so to your unit at once."),
    ),
    "account.close": (_person("Your account", "Your account was closed on {on}."),),
}  # fmt: skip
RULES: dict[str, tuple[Rule, ...]] = {**ADMISSION, **MEMBERSHIP, **RIGHTS, **FOLLOWED, **RESOLVED}

_STRUCTURE = "changes the organisation, not a person; the journal says it to everybody"
_PUBLIC = "stands on a page of its own, open to everybody; whoever forecast finds the score there"
_OWN = "done by the person, who is told on the page at once"
_GONE = "nobody is left who could be told: name, address and former notices go with the act"
NOBODY: dict[str, str] = {
    **FOLLOWED_BY_NOBODY,
    **RESOLVED_BY_NOBODY,
    "account.by_mail": _STRUCTURE,
    "account.drop_recovery": "nothing happens to anybody: the way in stays as it was",
    "account.open": "the invitation is handed over by whoever keeps the records",
    "admission.open_to_sponsors": "the code is handed over by the applicant",
    "admission.unask": "nothing is expected of anybody any more; it leaves the inbox",
    "consent.declare": _STRUCTURE,
    "consent.give": _OWN,
    "export.hand_out": "everybody in an export finds it on their page, among those who looked",
    "import.enter": "a batch: what it entered of each stands on their page",
    "import.withdraw": "takes back a batch with which nothing was done",
    "meeting.call": "a meeting stands on the unit's page and in its calendar",
    "meeting.cancel": "a meeting stands on the unit's page and in its calendar",
    "meeting.correct": "attendance stands on the page of each",
    "meeting.decide": "a decision stands on the unit's page",
    "meeting.hold": "attendance stands on the page of each",
    "membership.died": "nobody is left who could be told",
    "organisation.declare": _STRUCTURE,
    "organisation.found": _STRUCTURE,
    "organisation.retain": _STRUCTURE,
    "person.erase": _GONE,
    "question.forecast": _OWN,
    "question.open": _PUBLIC,
    "question.settle": _PUBLIC,
    "question.void": _PUBLIC,
    "record.as_found": "a batch: what it entered of each stands on their page",
    "record.expire": "what is no longer known cannot be told again; how long each field is kept stands on every page",
    "record.units_as_found": _STRUCTURE,
    "release.publish": _STRUCTURE,
    "right.erase": _GONE,
    "right.term": _STRUCTURE,
    "statutes.adopt": _STRUCTURE,
    "statutes.reform": _STRUCTURE,
    "subject.amend": "is about a thing, not a person",
    "subject.declare": "is about a thing, not a person",
    "sympathiser.report": "a note of the one who wrote it; it stands on the page of the person",
    "unit.dissolve": _STRUCTURE,
    "unit.found": _STRUCTURE,
    "unit.merge": _STRUCTURE,
    "unit.move": _STRUCTURE,
    "unit.rename": _STRUCTURE,
    "unit.reregister_close": "stands on the unit's page",
    "unit.reregister_confirm": "many at once: the outcome of each stands on their page",
    "unit.reregister_open": "stands on the unit's page, as what is due",
    "unit.split": _STRUCTURE,
}
