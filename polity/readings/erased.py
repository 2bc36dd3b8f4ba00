"""Who was erased: ids without a name, so that an older backup can be restored without them."""

from polity.readings.house import House, Scope


def erased(house: House, *, scope: Scope) -> list[int]:
    """The ids of everybody erased, in order. Only a scope over the whole may ask; for others the list is empty."""
    if not scope.whole:
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT subject FROM subject s WHERE kind = 'person'"
            " AND NOT EXISTS (SELECT FROM person_name n WHERE n.person = s.subject) ORDER BY 1"
        )
        return [int(row[0]) for row in register.cursor.fetchall()]
