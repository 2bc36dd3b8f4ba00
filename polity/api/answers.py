"""What the API answers when it cannot do what is asked: always JSON, always with the remedy."""

from dataclasses import dataclass, field
from typing import Any

from polity.api.schemas import ANYTHING, TEXT, Schema, many, obj, opt

PROBLEM: Schema = obj(says=TEXT, remedy=TEXT, field=opt(TEXT))
OBJECTION: Schema = obj(code=TEXT, article=opt(TEXT), says=TEXT, remedy=TEXT, data={"type": "object"})
REFUSED: Schema = obj(refused=TEXT, objections=many(OBJECTION))
ANY: Schema = ANYTHING


@dataclass
class Answer(Exception):
    """An answer, with its status. Raised where nothing else can be answered."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.status)


def problem(status: int, says: str, remedy: str, where: str | None = None, **headers: str) -> Answer:
    """Say what is not so, and what helps."""
    found = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"says": says, "remedy": remedy, "field": where}, found)


def not_here() -> Answer:
    """404. What does not exist and what the reader may not see are answered alike, byte for byte."""
    return problem(
        404,
        "There is nothing at this address, or it lies outside what this key may see.",
        "Check the address, or use a key of an office that covers it.",
    )


def there[V](found: V | None) -> V:
    """What was found; where there is nothing, or nothing that the key may see, 404."""
    if found is None:
        raise not_here()
    return found


def unreadable(where: str, says: str) -> Answer:
    """422. Part of what was sent has no meaning; the field is named, and nothing was changed."""
    return problem(422, f"{where or 'What was sent'}: {says}", "Put it right and send it again.", where or None)


def unknown_key() -> Answer:
    """401. No key, or one that was never given, has ended or was revoked: nobody is told which."""
    return problem(
        401,
        "A key is needed, and the one that came, if any, opens nothing.",
        "Send “Authorization: Bearer KEY” with a key that still runs. Make one at /tokens/, or by: polity token make.",
        WWW_Authenticate="Bearer",
    )


def not_made_for_it(operation: str) -> Answer:
    """403. The key is a narrow one, and this is not among what it was made for."""
    return problem(403, f"This key is not made for {operation}.", "Make a key that is, and end this one.")
