"""Accounts: who may sign in as whom. A lost way in is restored only by two different officers."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import person_known
from polity.acts.people import OfPerson
from polity.register.accounts import (
    Account,
    AskRecovery,
    CloseAccount,
    DropRecovery,
    NoteGrant,
    OpenAccount,
    Recover,
    Recovery,
    account_of,
    recovery_of,
    taken,
)
from polity.register.changes import Change, SetOrganisation
from polity.register.forms import PersonId, SubjectId
from polity.register.register import Register
from polity.words.objections import Objection, objection

WAITS = timedelta(days=30)  # how long a recovery waits for its two officers
DIGEST = re.compile(r"[0-9a-f]{64}")


def open_account(register: Register, person: int, on: date) -> Account | None:
    """The account by which somebody may sign in on a day."""
    found = account_of(register, person)
    return found if found is not None and found.open_on(on) else None


def digest_fits(invitation: str) -> Iterator[Objection]:
    """What is entered is the digest of an invitation, never the invitation itself."""
    if not DIGEST.fullmatch(invitation):
        yield objection("account.digest")


class _Opening(OfPerson):
    """An account is opened, with an invitation whose digest is entered and whose secret is not."""

    makes = ("account",)

    account: SubjectId
    invitation: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        if register.kind_of(self.person) == "person" and register.name(self.person) is None:
            yield objection("person.erased", person=self.person)
        before = account_of(register, self.person)
        if before is not None and (before.until is None or before.until > self.on):
            yield objection("account.open", person=self.person, since=before.since)
        if taken(register, self.account):
            yield objection("id.known")
        yield from digest_fits(self.invitation)

    def changes(self, register: Register) -> Iterator[Change]:
        yield OpenAccount(self.account, self.person, self.invitation, self.on)


@act("account.invite")
class Invite(_Opening):
    """An officer invites somebody to sign in for themselves."""

    person: PersonId
    account: SubjectId
    invitation: str


@act("account.open")
class Open(_Opening):
    """Whoever keeps the records invites somebody, so that a server can be entered the first time."""

    founding = True

    person: PersonId
    account: SubjectId
    invitation: str


@act("account.close")
class Close(OfPerson):
    """An account is closed: its sessions end at once. An officer may do it, and the person themself."""

    person: PersonId

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = account_of(register, self.person)
        if found is None or found.until is not None:
            yield objection("account.none", person=self.person, on=self.on)
        elif found.since > self.on:
            yield objection("account.early", person=self.person, since=found.since)

    def changes(self, register: Register) -> Iterator[Change]:
        found = account_of(register, self.person)
        assert found is not None
        waiting = recovery_of(register, self.person)
        if waiting is not None:
            yield DropRecovery(waiting.recovery)
        yield CloseAccount(found.account, self.on)


@act("account.recover")
class AskForRecovery(OfPerson):
    """Somebody has lost their way in: an officer to whom they come asks that it be restored."""

    makes = ("recovery",)

    person: PersonId
    recovery: SubjectId
    grounds: str

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        if open_account(register, self.person, self.on) is None:
            yield objection("account.none", person=self.person, on=self.on)
        if (waiting := recovery_of(register, self.person)) is not None:
            yield objection("recovery.open", person=self.person, asked=waiting.asked)
        if not self.grounds.strip():
            yield objection("record.grounds")
        if taken(register, self.recovery):
            yield objection("id.known")

    def changes(self, register: Register) -> Iterator[Change]:
        found = account_of(register, self.person)
        assert found is not None
        yield AskRecovery(self.recovery, found.account, self.person, self.on, self.grounds)


class _OnRecovery(OfPerson):
    """An act on a recovery that waits."""

    def waiting(self, register: Register) -> tuple[Recovery | None, list[Objection]]:
        found = recovery_of(register, self.person)
        if found is None:
            return None, [objection("recovery.none", person=self.person)]
        if found.asked > self.on:
            return found, [objection("recovery.early", asked=found.asked)]
        return found, []


@act("account.grant_recovery")
class GrantRecovery(_OnRecovery):
    """An officer who knows the person grants the recovery. The second, another person, makes it effective.

    officer     who grants; nobody grants in another's name
    invitation  the digest of the new invitation, taken when this is the second grant
    """

    person: PersonId
    officer: PersonId
    invitation: str

    def actor(self) -> int | None:
        return self.officer

    def impediments(self, register: Register) -> Iterator[Objection]:
        found, objections = self.waiting(register)
        yield from objections
        if found is not None and found.asked + WAITS < self.on:
            yield objection("recovery.lapsed", asked=found.asked)
        if found is not None and found.first == self.officer:
            yield objection("recovery.same_officer", officer=self.officer)
        if self.officer == self.person:
            yield objection("recovery.own")
        if found is not None and open_account(register, self.person, self.on) is None:
            yield objection("account.none", person=self.person, on=self.on)
        yield from digest_fits(self.invitation)

    def changes(self, register: Register) -> Iterator[Change]:
        found = recovery_of(register, self.person)
        assert found is not None
        if found.first is None:
            yield NoteGrant(found.recovery, self.officer)
        else:
            yield Recover(found.recovery, found.account, self.officer, self.invitation, self.on)


@act("account.drop_recovery")
class DropTheRecovery(_OnRecovery):
    """A recovery is not gone on with: it was asked by mistake, or by somebody else. The person may do it, too."""

    person: PersonId

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        _, objections = self.waiting(register)
        yield from objections

    def changes(self, register: Register) -> Iterator[Change]:
        found = recovery_of(register, self.person)
        assert found is not None
        yield DropRecovery(found.recovery)


@act("account.by_mail")
class ByMail(Act):
    """Whether a link sent by e-mail lets its reader sign in, beside passkeys. It does not, until this is decided."""

    allowed: bool

    def impediments(self, register: Register) -> Iterator[Objection]:
        _, settings = _organisation(register)
        if bool(settings.get("sign_in_by_mail")) == self.allowed:
            yield objection("account.mail_settled", allowed="allowed" if self.allowed else "not allowed")

    def changes(self, register: Register) -> Iterator[Change]:
        name, settings = _organisation(register)
        yield SetOrganisation(name, {**settings, "sign_in_by_mail": self.allowed})


def _organisation(register: Register) -> tuple[str, dict[str, Any]]:
    name, settings = register.organisation() or ("", {})
    return name, dict(settings)
