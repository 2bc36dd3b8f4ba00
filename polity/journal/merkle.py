"""One digest for the many rows of a batch, so that one seal covers them all."""

from collections.abc import Sequence
from hashlib import blake2b


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of the rows' commitments, in their order. An odd row at the end of a level goes up unchanged.

    Leaves and inner nodes are hashed under different names, so that neither can be passed off as the other.
    """
    if not leaves:
        return blake2b(b"", digest_size=32, person=b"polity empty").digest()
    level = [blake2b(leaf, digest_size=32, person=b"polity leaf").digest() for leaf in leaves]
    while len(level) > 1:
        above = [
            blake2b(level[at] + level[at + 1], digest_size=32, person=b"polity node").digest()
            for at in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]
