"""First statutes for organisations of one's own, to be changed before they are adopted."""

from importlib.resources import files


def template(name: str = "association") -> str:
    """The text of a first statute. Raises LookupError if there is none of that name."""
    file = files(__package__) / f"{name}.yaml"
    if not name.isidentifier() or not file.is_file():
        raise LookupError(f"There is no first statute {name}. There is: association.")
    return file.read_text(encoding="utf-8")
