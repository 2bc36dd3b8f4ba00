"""Particulars lie under a key per person; one digest covers the rows of a batch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.journal import keys, merkle
from polity.journal.canonical import canonical

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
thirty_two = st.binary(min_size=32, max_size=32)


@given(key=thirty_two, plain=st.binary(), entry=st.integers(0, 2**62), row=st.integers(0, 2**31))
def test_what_is_concealed_is_revealed_by_its_key(key: bytes, plain: bytes, entry: int, row: int) -> None:
    sealed = keys.conceal(key, plain, entry=entry, row=row)
    assert keys.reveal(key, sealed.text, entry=entry, row=row) == plain
    assert sealed.commitment == keys.commitment(key, plain)


@pytest.mark.parametrize(
    ("key", "entry", "row"),
    [
        pytest.param(OTHER, 5, 2, id="another key"),
        pytest.param(KEY, 6, 2, id="another entry"),
        pytest.param(KEY, 5, 3, id="another row"),
    ],
)
def test_particulars_are_not_revealed_elsewhere(key: bytes, entry: int, row: int) -> None:
    sealed = keys.conceal(KEY, b"Anna", entry=5, row=2)
    assert keys.reveal(key, sealed.text, entry=entry, row=row) is None


def test_particulars_altered_anywhere_are_not_revealed() -> None:
    text = keys.conceal(KEY, b"Anna", entry=5, row=2).text
    altered = [text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :] for at in range(len(text))]
    assert [keys.reveal(KEY, one, entry=5, row=2) for one in altered] == [None] * len(text)


def test_a_commitment_says_nothing_without_its_key() -> None:
    assert len({keys.commitment(key, b"Anna") for key in (KEY, OTHER)}) == 2


@given(leaves=st.lists(st.binary(max_size=40), max_size=20), data=st.data())
def test_the_root_of_a_batch_answers_to_every_row_and_to_their_order(leaves: list[bytes], data: st.DataObject) -> None:
    root = merkle.root(leaves)
    assert merkle.root(list(leaves)) == root
    assert merkle.root([*leaves, b""]) != root
    if leaves:
        at = data.draw(st.integers(0, len(leaves) - 1))
        assert merkle.root([*leaves[:at], leaves[at] + b"x", *leaves[at + 1 :]]) != root
        assert merkle.root([*leaves[:at], *leaves[at + 1 :]]) != root
        assert merkle.root(leaves[::-1]) == root or leaves != leaves[::-1]


def test_a_leaf_is_not_taken_for_a_node() -> None:
    left, right = merkle.root([b"a"]), merkle.root([b"b"])
    assert merkle.root([b"a", b"b"]) != merkle.root([left + right])


def test_canonical_bytes_have_one_form() -> None:
    assert canonical({"b": (1, None), "a": "ä"}) == '{"a":"ä","b":[1,null]}'.encode()


def test_a_fraction_in_floating_point_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float has no canonical form"):
        canonical({"share": 0.1})
