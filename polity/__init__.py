"""Polity runs a mass membership organisation: nothing changes but by an act, everything shown is a reading."""
