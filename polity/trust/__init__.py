"""The trust suite: what must hold, tried on a scratch organisation, each row with faults that turn it red.

Seeded and offline; it starts a server of its own in a folder that goes when it is done, and touches no organisation.
"""

from polity.trust.rows import ROWS, Fault, Finding, Row, Size, run, tried
from polity.trust.world import World, world

__all__ = ["ROWS", "Fault", "Finding", "Row", "Size", "World", "run", "tried", "world"]
