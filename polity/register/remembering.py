"""A register that asks nothing twice, for questions about many people in one snapshot."""

from collections.abc import Iterable
from typing import Any

from polity.postgres.database import Row
from polity.register.register import Register

MOST = 10_000  # answers kept


class Remembering(Register):
    """The register as one snapshot sees it, where the same question has the same answer.

    Only for a transaction that changes nothing.
    """

    def __init__(self, register: Register) -> None:
        super().__init__(register.cursor)
        self._answers: dict[tuple[str, str], list[Row]] = {}

    def _all(self, query: str, values: Iterable[Any] = ()) -> list[Row]:
        given = list(values)
        key = (query, repr(given))
        if key not in self._answers:
            if len(self._answers) >= MOST:
                self._answers.clear()
            self._answers[key] = super()._all(query, given)
        return list(self._answers[key])
