"""What is so, as columns: a copy of the register in DuckDB that follows the journal's sealed number."""

from polity.columns.store import Columns

__all__ = ["Columns"]
