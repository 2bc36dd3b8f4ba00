"""How often a key may ask: each has a measure of its own, so that nobody is locked out by another's zeal."""

from threading import Lock
from time import monotonic

BURST = 240  # requests at once
EACH_SECOND = 20  # requests that become possible again
HELD = 10_000  # measures held; the oldest go first


class Limits:
    """A measure for each key, filled again as time passes."""

    def __init__(self, *, burst: int = BURST, each_second: float = EACH_SECOND) -> None:
        self.burst, self.each_second = burst, each_second
        self._held: dict[int, tuple[float, float]] = {}
        self._lock = Lock()

    def wait(self, key: int) -> int:
        """Take one from the measure of a key; else the whole seconds until there is one again."""
        now = monotonic()
        with self._lock:
            left, at = self._held.pop(key, (float(self.burst), now))
            left = min(float(self.burst), left + (now - at) * self.each_second)
            while len(self._held) >= HELD:
                del self._held[next(iter(self._held))]
            self._held[key] = (left - 1 if left >= 1 else left, now)
        return 0 if left >= 1 else int((1 - left) / self.each_second) + 1
