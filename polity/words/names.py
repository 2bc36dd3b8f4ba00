"""Names of people: how they are shown and how they are put in order."""

import unicodedata
from functools import lru_cache


def full(family: str, given: str, middle: str) -> str:
    """A name as it stands in a list: family name first."""
    first = " ".join(part for part in (given, middle) if part)
    return ", ".join(part for part in (family, first) if part)


def sort_key(family: str, given: str, middle: str) -> str:
    """A name in small letters without accents, so that Ångström stands with the A's and is found by typing angs."""
    return " ".join([part for part in (_plain(family), _plain(given), _plain(middle)) if part])


@lru_cache(maxsize=1 << 16)  # many people share a name
def _plain(text: str) -> str:
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())
