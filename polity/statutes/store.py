"""The law in force: the texts that acts have adopted, compiled once for each state of them."""

from collections.abc import Sequence
from functools import lru_cache

from polity.register.register import Register
from polity.statutes import Law, read


@lru_cache(maxsize=16)
def _compiled(texts: tuple[tuple[str, str], ...]) -> Law:
    documents = [document for name, text in texts for document in read(text, name=name)]
    return Law.of(documents)


def law_of(texts: Sequence[tuple[str, str]]) -> Law:
    """Compile texts, given with their names in the order of adoption. Raises Faulty."""
    return _compiled(tuple(texts))


def adopted(register: Register) -> Law:
    """The law as all texts adopted so far make it; which part of it holds on a day is the law's own question."""
    return law_of(register.statutes())
