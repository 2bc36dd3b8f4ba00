"""Letters by e-mail: through a mail server where one is named, else into files of a folder that only its owner reads.

POLITY_SMTP       smtp://, smtps:// or smtp+starttls://, with user, password, host and port
POLITY_MAIL_FROM  the sender's address

A subject line never says anything about a person: it is read on locked screens and kept by every server on the way.
"""

import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from secrets import token_hex
from urllib.parse import unquote, urlsplit

PATIENCE = 20  # seconds
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class NotSent(Exception):
    """A letter that could not be given to the mail server, or written. Says why, and names nobody."""


@dataclass(frozen=True)
class Outbox:
    """Where letters go: a mail server by its address, or a folder."""

    folder: Path
    server: str = ""
    sender: str = "polity@localhost"

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one letter. Raises NotSent."""
        letter = _letter(self.sender, to, subject, text)
        try:
            if self.server:
                self._hand_over(letter)
            else:
                self._write(letter)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(type(problem).__name__) from None  # what a server says may name whom it was for

    def _hand_over(self, letter: EmailMessage) -> None:
        where = urlsplit(self.server)
        host, port = where.hostname or "localhost", where.port or PORTS[where.scheme]
        context = ssl.create_default_context()
        if where.scheme == "smtps":
            opened: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        else:
            opened = smtplib.SMTP(host, port, timeout=PATIENCE)
        with opened as mail:
            if where.scheme == "smtp+starttls":
                mail.starttls(context=context)
            if where.username:
                mail.login(unquote(where.username), unquote(where.password or ""))
            mail.send_message(letter)

    def _write(self, letter: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{token_hex(12)}.eml"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes(letter))


def _letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    try:
        letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    except ValueError:  # an address with a line break in it
        raise NotSent("ValueError") from None
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2] or None)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter


def outbox(data: Path, environ: Mapping[str, str] = os.environ) -> Outbox:
    """The outbox of a data folder, by the settings of the environment."""
    server = environ.get("POLITY_SMTP", "")
    if server and urlsplit(server).scheme not in PORTS:
        raise ValueError("POLITY_SMTP begins with smtp://, smtps:// or smtp+starttls://.")
    return Outbox(data / "outbox", server, environ.get("POLITY_MAIL_FROM", "polity@localhost"))
