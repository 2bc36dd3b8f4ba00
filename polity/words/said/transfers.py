"""What the acts of transfers, of corrections and of changes to units say."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "transfer.other": Words(
        "{person} asked to move to {receiving}.",
        "Release them there, or refuse what they asked for, with grounds, and then release them elsewhere.",
    ),
    "transfer.not_open": Words("No transfer of {person} is under way.", "See the transfers on their record."),
    "person.died": Words("{person} has died, by their record.", "If that is wrong, enter a correction."),
    "hearing.later": Words(
        "The hearing of {heard} is later than the day of effect, {on}.", "Let the act take effect after the hearing."
    ),
    "record.facts": Words(
        "Nothing recorded of {person} begins on {since}.", "Name the day from which the wrong value holds."
    ),
    "record.same": Words("Nothing would change.", "Write what is right instead of what is recorded."),
    "unit.kind": Words("{kind} is not one of the kinds of unit there are: {known}.", "Choose one of these."),
    "unit.transfers": Words(
        "{count} transfers to {unit} or from it are under way.",
        "Let them be acknowledged, declined or taken back first.",
    ),
    "unit.offices": Words(
        "A term in the office of {office} of {unit} begins on {since}.", "Choose a later day, or end that term first."
    ),
}
