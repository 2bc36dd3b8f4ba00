"""Where a page of a long list goes on: two values, written into an address and read back."""


def written_cursor(cursor: tuple[object, object] | None) -> str:
    """`("ivanov", 17)` as `ivanov~17`; empty where the list ends."""
    return "" if cursor is None else f"{cursor[0]}~{cursor[1]}"


def read_cursor(text: str) -> tuple[str, int] | None:
    """The two values again. None for the beginning, or for what is not a place in a list.

    >>> read_cursor(written_cursor(("ivanov", 17)))
    ('ivanov', 17)
    """
    first, _, second = text.rpartition("~")
    return (first, int(second)) if second.isdecimal() and len(second) < 20 else None


def read_numbers(text: str) -> tuple[int, int] | None:
    """The two values of a list in the order of the tree, both whole numbers."""
    found = read_cursor(text)
    return (int(found[0]), found[1]) if found and found[0].isdecimal() and len(found[0]) < 20 else None
