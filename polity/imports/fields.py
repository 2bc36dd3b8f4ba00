"""Cells of declared fields: what of a text can be recorded, and how it is written as a fact."""

from polity.columns.shape import quoted
from polity.imports.desk import as_day, as_id
from polity.register.rows import Field

YES = "('true', 'yes', '1')"
NO = "('false', 'no', '0')"
LONGEST = 1000  # letters of a text


def literal(field: Field, text: str) -> str:
    """SQL for the JSON of a cell's value; NULL where the cell is empty or its value does not fit."""
    if field.type == "code":
        values = ", ".join(quoted(str(value)) for value in field.options.get("values", []))
        return f"CASE WHEN {text} IN ({values}) THEN to_json({text})::VARCHAR END" if values else "NULL::VARCHAR"
    if field.type == "bool":
        return f"CASE WHEN lower({text}) IN {YES} THEN 'true' WHEN lower({text}) IN {NO} THEN 'false' END"
    if field.type == "date":
        return f"CASE WHEN ({as_day(text)}) IS NOT NULL THEN '\"' || {text} || '\"' END"
    if field.type in ("int", "money"):
        low, high = field.options.get("range", [-(2**62), 2**62])
        number = f"try_cast({text} AS BIGINT)"
        return (
            f"CASE WHEN regexp_full_match({text}, '-?[0-9]{{1,18}}') AND {number} BETWEEN {int(low)} AND {int(high)}"
            f" THEN {number}::VARCHAR END"
        )
    if field.type == "subject":
        return f"({as_id(text)})::VARCHAR"
    if field.type == "list":
        parts = f"list_transform(string_split({text}, ';'), lambda part: trim(part))"
        return f"to_json(list_filter({parts}, lambda part: part <> ''))::VARCHAR"
    return f"CASE WHEN length({text}) <= {LONGEST} THEN to_json({text})::VARCHAR END"
