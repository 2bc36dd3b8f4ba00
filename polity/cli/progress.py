"""How far a long piece of work has come: a line that is written over at a terminal, now and then a line elsewhere."""

import sys
import time

import click

from polity.cli.output import thin


class Progress:
    """Say what is being done, how far, and how long yet."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._said = 0.0
        self._what = ""
        self._alive = sys.stderr.isatty()

    def __call__(self, what: str, done: int = 0, of: int = 0) -> None:
        now = time.monotonic()
        if what == self._what and now - self._said < (0.2 if self._alive else 10) and done < of:
            return
        if self._alive and what != self._what and self._what:
            click.echo(err=True)
        self._what, self._said = what, now
        line = f"{what}" if of <= 1 else f"{what}: {thin(done)} of {thin(of)}{self._left(now, done, of)}"
        click.echo(
            f"\r\033[K{line}" if self._alive else f"[{now - self._began:5.0f} s] {line}", nl=not self._alive, err=True
        )

    def _left(self, now: float, done: int, of: int) -> str:
        if not done or now - self._began < 3:
            return ""
        return f", about {round((now - self._began) * (of - done) / done)} s yet"

    def close(self) -> float:
        """End the line; says how many seconds it took."""
        if self._alive and self._what:
            click.echo(err=True)
        return time.monotonic() - self._began
