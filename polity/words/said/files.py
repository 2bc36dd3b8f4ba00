"""What the acts of files say: people who come in, exports that go out, records that look like one person."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "import.outside": Words("The unit {unit} does not stand on {on}.", "Name a unit of your own part of the tree."),
    "import.nobody": Words("Nobody is named who would be taken back.", "Name at least one of those who were imported."),
    "import.altered": Words(
        "Something was entered about {person} since the import.",
        "Leave them as they are, and put right what is wrong on the record itself, with grounds.",
    ),
    "export.known": Words("An export is known under this id already.", "Ask for the export once more."),
    "export.form": Words("“{form}” is no form of a file for {what}.", "Choose one of these: {known}."),
    "export.what": Words("“{what}” cannot be exported.", "Choose one of these: {known}."),
    "export.columns": Words("There is no column called {column}.", "Choose among these: {known}."),
    "export.expiry": Words(
        "The file would be kept until {expires}; it may be kept from the day it is made up to {latest}.",
        "Choose a day up to then; a later need is a new export.",
    ),
    "export.none": Words("No export is known under this id.", "Open it from the list of exports."),
    "export.approved": Words("The export needs no approval any more.", "Take the file away."),
    "export.same_person": Words(
        "You asked for this export yourself; it is of {people} people, and a second officer approves that many.",
        "Ask another officer who may export from this unit.",
    ),
    "export.expired": Words("The export ended on {expires}.", "Ask for a new one."),
    "export.nobody": Words("{unit} has nobody at home on {on}.", "Choose another unit or another day."),
    "duplicate.order": Words("These are one and the same record.", "Name two records."),
}
