"""What meetings, contacts and re-registrations say."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "meeting.none": Words("There is no such meeting on the register.", "Look it up in the list of the unit."),
    "meeting.elsewhere": Words(
        "{unit} has no such meeting on record.",
        "Choose one of the meetings of the unit, or leave the meeting out where it is not on record.",
    ),
    "meeting.past": Words(
        "The meeting is called on {on}, after its day, {day}.", "Enter the call for the day on which it was made."
    ),
    "meeting.called": Words(
        "The meeting of {day} is called; who was present is not entered yet.", "Enter who was present first."
    ),
    "meeting.held": Words(
        "Who was present on {day} is entered already.", "Put right who was present, on the page of the meeting."
    ),
    "meeting.cancelled": Words("The meeting of {day} was cancelled.", "Call another one."),
    "meeting.ahead": Words("The meeting is on {day}.", "Choose that day or a later one."),
    "meeting.nobody": Words("Nobody of the unit was present.", "Tick whoever came, or cancel the meeting."),
    "meeting.stranger": Words(
        "{person} was not at home in {unit} on {on}.", "Count whoever came from elsewhere among the guests."
    ),
    "meeting.listed": Words("{person} is listed as present already.", "Nothing needs doing."),
    "meeting.unlisted": Words("{person} is not listed as present.", "Nothing needs doing."),
    "meeting.votes": Words(
        "{votes} votes were cast, but of those present {voting} could vote.",
        "Count again, or put right who was present.",
    ),
    "report.contact": Words(
        "{contact} was not assigned to keep contact with {person} on {day}.",
        "Let the branch assign them first, on the record of the sympathiser.",
    ),
    "report.ahead": Words("The conversation of {day} is reported on {on}, before it.", "Report it once it was had."),
    "report.step": Words("A next step and the day by which it is taken go together.", "Give both, or leave both out."),
    "report.early": Words("The next step is due on {next_by}, before the conversation of {day}.", "Give a later day."),
    "reregistration.none": Words("There is no such re-registration.", "Look it up in the list of the unit."),
    "reregistration.running": Words("A re-registration of {unit} runs since {opened}.", "Close that one first."),
    "reregistration.nobody": Words(
        "{unit} has no members or candidates on {on}.", "Choose a unit in which somebody is at home."
    ),
    "reregistration.unnamed": Words("Nobody is named.", "Tick whoever stays."),
    "reregistration.not_asked": Words(
        "{person} is not among those asked in a running re-registration.", "Only whoever was there at its opening is."
    ),
    "reregistration.early": Words("The re-registration was opened on {opened}.", "Choose that day or a later one."),
    "reregistration.closed": Words("The re-registration was closed on {closed}.", "Open another one."),
    "reregistration.left": Words(
        "{count} people have no outcome yet, and there is time until {until}.",
        "Enter how it stands with each of them, or close it from that day on.",
    ),
}
