"""What is said when something stands in the way of a member's right, or of what an organisation keeps."""

from polity.words.wording import Words

WORDS = {
    "request.open": Words(
        "{person} already asked for this on {asked}, and it waits for an answer.",
        "Wait for the answer, or take the request back.",
    ),
    "request.none": Words("{person} has made no such request.", "Look at their requests."),
    "request.state": Words(
        "The request is {state} already; this is for one that is {needed}.", "Look at their requests."
    ),
    "request.early": Words("It was asked for on {asked}.", "Choose that day or a later one."),
    "right.belongs": Words(
        "{person} is {standing} on {on}: as long as that lasts the record is needed for it.",
        "Record first that they leave; then the erasure can be granted.",
    ),
    "right.officer": Words(
        "An erasure takes two people, and it is not said who grants this one on {on}.",
        "Name in answered_by the person who decides in this office.",
    ),
    "right.two": Words(
        "{person} granted this erasure. It takes two people: whoever granted it does not carry it out.",
        "Ask somebody else who holds an office.",
    ),
    "consent.none": Words(
        "No purpose is called {purpose}. Consent can be given to: {known}.",
        "Choose one of these, or let it be declared as a purpose first.",
    ),
    "consent.given": Words("{person} consents to this already, since {since}.", "Nothing needs doing."),
    "consent.not_given": Words("{person} does not consent to this on {on}.", "Nothing needs doing."),
    "consent.later": Words(
        "A consent of {person} to this begins or ends on {latest}.", "Choose that day or a later one."
    ),
    "retain.months": Words(
        "{field} would be kept for {months} months.", "Give a whole number of months from 0 to 1,200, or none."
    ),
    "retain.longer": Words(
        "{field} would be kept for {months} months after leaving, the person at all for {identity}."
        " What is sealed in the journal goes only with the person.",
        "Let each field be kept no longer than the identity, and settle the identity first.",
    ),
    "expire.none": Words(
        "On {on} nothing is kept longer than the organisation says.", "Nothing needs doing until a later day."
    ),
}
