"""The ground: an embedded PostgreSQL or a server given by address, and the proof that either is durable."""

from polity.postgres.durability import check_durability
from polity.postgres.launcher import Cluster, reached, running
from polity.postgres.refusals import NotReady

__all__ = ["Cluster", "NotReady", "check_durability", "reached", "running"]
