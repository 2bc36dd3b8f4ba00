"""Answers held ready until the columns change: the first page of a day is asked for more often than it is altered."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from polity.columns import Columns
from polity.readings.house import House, Scope

_MOST = 512
_held: WeakKeyDictionary[Columns, dict[tuple[Hashable, ...], Any]] = WeakKeyDictionary()
_lock = Lock()


def kept[V](house: House, key: tuple[Hashable, ...], make: Callable[[], V], *, scope: Scope) -> V:
    """The answer under a key, made once for each state of the columns and each part of the tree.

    key  what is asked, beginning with a name that no other reading uses; the answer is about units and counts, never
         about the reader's own record
    """
    house.columns.refresh()
    whole = (house.columns.epoch, scope.whole, scope.unit, *key)
    with _lock:
        held = _held.setdefault(house.columns, {})
        if whole in held:
            found: V = held[whole]
            return found
    made = make()
    with _lock:
        while len(held) >= _MOST:
            del held[next(iter(held))]
        held[whole] = made
    return made
