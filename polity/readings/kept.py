"""Answers held ready until the columns change: the first page of a day is asked for more often than it is altered."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from polity.readings.house import House, Scope

_MOST = 512
_held: dict[tuple[Hashable, ...], Any] = {}
_lock = Lock()


def kept[V](house: House, key: tuple[Hashable, ...], make: Callable[[], V], *, scope: Scope) -> V:
    """The answer under a key, made once for each state of the columns and each part of the tree.

    key  what is asked, beginning with a name that no other reading uses; the answer is about units and counts, never
         about the reader's own record
    """
    house.columns.refresh()
    whole = (id(house.columns), house.columns.epoch, scope.whole, scope.unit, *key)
    with _lock:
        if whole in _held:
            found: V = _held[whole]
            return found
    made = make()
    with _lock:
        while len(_held) >= _MOST:
            del _held[next(iter(_held))]
        _held[whole] = made
    return made
