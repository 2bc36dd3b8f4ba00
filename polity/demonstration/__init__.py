"""The worked example: the party of April 1923 as its sources state it, filled out by chance where they are silent."""

from polity.demonstration.generation import Demonstration, generate

__all__ = ["Demonstration", "generate"]
