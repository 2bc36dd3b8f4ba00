"""What every demonstration is entered with: bytes drawn from a seed, and acts made ready ahead of time."""

from collections.abc import Iterator
from hashlib import shake_256
from queue import Queue
from threading import Thread

AHEAD = 2  # batches made ready while one is being entered


class Drawn:
    """Bytes drawn from the seed, so that the same demonstration has the same journal. Never for real people."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, size: int) -> bytes:
        return shake_256(self._name.encode()).digest(size)


def ahead[T](items: Iterator[T]) -> Iterator[T]:
    """Make the next items in a thread of their own, a few ahead: drawing and entering go side by side."""
    queue: Queue[tuple[T | None, BaseException | None]] = Queue(maxsize=AHEAD)

    def fill() -> None:
        try:
            for item in items:
                queue.put((item, None))
            queue.put((None, None))
        except BaseException as problem:
            queue.put((None, problem))

    Thread(target=fill, daemon=True).start()
    while True:
        item, problem = queue.get()
        if problem is not None:
            raise problem
        if item is None:
            return
        yield item
