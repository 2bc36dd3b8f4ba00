"""Names that no attribute can have: words of the databases' own language, and columns that stand beside attributes."""

OF_LANGUAGE = frozenset(
    "all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check"
    " collate collation column columns concurrently constraint create cross"
    " default deferrable desc describe distinct do else end"
    " except false fetch for foreign freeze from full generated glob grant group having ilike in initially inner"
    " intersect into is isnull join lambda lateral leading left like limit map natural not"
    " notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary"
    " qualify references returning right select semi session_user show similar some struct summarize symmetric"
    " system_user table tablesample then to trailing true try_cast tuple union unique unpack unpivot user using"
    " variadic verbose when where window with".split()
)
OF_THE_HOUR = frozenset(
    "current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime"
    " localtimestamp".split()
)
OF_REGISTER = frozenset(
    "before counted_from entered entry facts gone holds known next person reason since standing subject unit"
    " until valid".split()
)


def reserved(name: str) -> bool:
    """Whether a name in small letters is one that no attribute can have."""
    return name in OF_LANGUAGE | OF_THE_HOUR | OF_REGISTER
