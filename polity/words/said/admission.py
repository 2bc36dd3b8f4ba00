"""What the admission desk says: sponsors asked, what somebody else did meanwhile, and appeals."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "already.done": Words(
        "{person} is {state} since {since}: {office} of {where} entered {act} at {recorded}, entry {number} of the"
        " journal.",
        "Look at that entry. Nothing of what you wrote was entered.",
    ),
    "already.done_now": Words(
        "{person} is {state} since {since}: {office} of {where} entered {act} at {recorded}; the journal gives its"
        " number in a moment.",
        "Look at the record again. Nothing of what you wrote was entered.",
    ),
    "already.done_own": Words(
        "{person} is {state} since {since}: {act} was entered in no office at {recorded}, entry {number} of the"
        " journal.",
        "Look at the record. Nothing of what you wrote was entered.",
    ),
    "asked.none": Words(
        "Nothing under this code waits for an answer of yours.",
        "Ask the applicant whether the code is still good and how it is written.",
    ),
    "asked.open": Words("This sponsor was asked already, on {since}.", "Wait for the answer, or ask somebody else."),
    "asked.given": Words("You already recommend this person.", "One recommendation is enough."),
    "appeal.nothing": Words(
        "No decision of this kind stands against the person: {against}.", "An appeal is against one of: {known}."
    ),
    "appeal.known": Words(
        "This decision was appealed against already, on {lodged}; the appeal is {state}.", "See how that one stands."
    ),
    "appeal.early": Words("What this answers is of {since}.", "Choose that day or a later one."),
    "appeal.late": Words(
        "The decision is of {since}; it could be appealed against until {last}.",
        "Ask the unit above to take the matter up of its own accord.",
    ),
    "appeal.none": Words("There is no such appeal of this person.", "Look at the list of appeals."),
    "appeal.over": Words("The appeal is {state} since {since}.", "What was decided stands."),
    "appeal.gone": Words(
        "The decision that is appealed against no longer stands.", "Dismiss the appeal, and say so in the reasons."
    ),
}
