"""Ids as people read them: twelve letters of Crockford's base 32, in groups of four.

An id is a random integer of 60 bits. It says nothing about when or in what order a record was made, so that a
person outside one's scope cannot be guessed from a person inside it.
"""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 60
_VALUES = {letter: value for value, letter in enumerate(LETTERS)} | {"O": 0, "I": 1, "L": 1}


def show(number: int) -> str:
    """Write an id for people and for JSON.

    >>> show(0)
    '0000-0000-0000'
    """
    letters = "".join(LETTERS[(number >> shift) & 31] for shift in range(BITS - 5, -5, -5))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def read(text: str) -> int | None:
    """Read an id that a person typed: any case, with or without hyphens. None if it is not one.

    >>> read("zzzz-zzzz-zzzz") == 2**60 - 1
    True
    >>> read("hello") is None
    True
    """
    letters = text.strip().upper().replace("-", "")
    if len(letters) != 12 or any(letter not in _VALUES for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number * 32 + _VALUES[letter]
    return number


def of_bytes(eight: bytes) -> int:
    """Make an id from eight random bytes. Randomness is passed in, for the kernel has none of its own."""
    return int.from_bytes(eight, "big") >> (64 - BITS)
