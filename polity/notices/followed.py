"""Who is told what follows from a resolution: the desk that has to do it, the body that decided, the unit that moved.

Resolutions, tasks and dangers are open to everybody, so these notices name them; they name no people.
"""

from polity.notices.rule import Rule, desk


def _back(subject: str, says: str) -> tuple[Rule, Rule]:
    """The report back: to the body that decided, and to the unit that moved it."""
    return (desk(subject, says, "body", about=""), desk(subject, says, "mover", about=""))


FOLLOWED: dict[str, tuple[Rule, ...]] = {
    "resolution.task": (
        desk(
            "A task from a resolution",
            "On {on} your unit was given a task from the resolution “{title}”, due {due}: {says}",
            "owner",
            about="",
        ),
    ),
    "resolution.target": (
        desk(
            "A target of a resolution",
            "On {on} your unit was made to answer for a target of the resolution “{title}”, due {due}: {says}",
            "owner",
            about="",
        ),
    ),
    "resolution.put_off": _back(
        "A delay", "What was due from the resolution “{title}” is put off to {due}: {part_says} The grounds: {grounds}"
    ),
    "resolution.done": _back(
        "Done from a resolution", "Done on {on} from the resolution “{title}”: {part_says} {says} Evidence: {evidence}"
    ),
    "resolution.drop": (
        *_back("Given up from a resolution", "Given up on {on} from the resolution “{title}”: {part_says} {grounds}"),
        desk(
            "A task is given up",
            "On {on} it was given up: {part_says} It came from the resolution “{title}”. The grounds: {grounds}",
            "owner",
            about="",
        ),
    ),
    "danger.name": (
        desk(
            "A danger to watch for",
            "On {on} your unit was asked to watch for a danger: {says} The early sign: {sign}",
            "owner",
            about="",
        ),
    ),
    "danger.come": _back("A danger came", "On {on} a danger came that was named with “{title}”. {says}"),
    "danger.avert": _back("A danger was averted", "On {on} a danger named with “{title}” was averted. {says}"),
}
_OPEN = "stands on a page of its own, open to everybody"
FOLLOWED_BY_NOBODY: dict[str, str] = {
    "resolution.report": _OPEN,
    "danger.report": _OPEN,
    "danger.close": _OPEN,
}
