"""What resolutions say when something stands in the way."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "resolution.none": Words("There is no such resolution.", "Look it up in the list of resolutions."),
    "resolution.state": Words(
        "The resolution is {state} since {since}; this is for one that is {needed}.", "Look at it for what comes next."
    ),
    "resolution.early": Words("The resolution is {state} since {since}.", "Choose that day or a later one."),
    "resolution.same": Words("Nothing of the resolution is changed.", "Change its title, its words or its reform."),
    "resolution.counted": Words(
        "Tellers have counted the votes on this text, on {day}.",
        "Let the decision be entered. A change is another resolution.",
    ),
    "resolution.body": Words(
        "Rules hold for the whole organisation: {whole} decides on them, not {body}.",
        "Put it to {whole}, or leave the reform out.",
    ),
    "resolution.amends_nothing": Words(
        "This resolution amends no other.", "Accept one that amends a resolution, or put this one to its body."
    ),
    "resolution.amends_amendment": Words(
        "The resolution named amends another itself.", "Amend the one that it amends, or move your own."
    ),
    "resolution.tellers": Words(
        "{count} of two tellers counted.", "Let two tellers count, each apart, and enter both counts."
    ),
    "resolution.differ": Words(
        "The tellers counted differently: {figures}.", "Let them count again, and enter the count that was wrong anew."
    ),
    "resolution.entitled": Words(
        "{present} are present, but {entitled} are entitled to vote.", "Count again, or correct who is entitled."
    ),
    "resolution.no_law": Words(
        "No article in force on {on} says when a resolution is adopted.",
        "Let the body that adopts statutes adopt articles on decisions: the rule is_adopted over the subject decision,"
        " as in the template association.",
    ),
    "reform.one": Words(
        "The text holds {count} documents, or something else than a reform.",
        "Write one reform: begin it with reform: NAME.",
    ),
    "reform.unit": Words(
        "No unit stands under the code {code} on {on}, when the trial is to begin.",
        "Name units that stand on that day, by their codes.",
    ),
    "reform.undecidable": Words(
        "Under “{rule}” nobody's case could be decided any more. Recorded nowhere: {missing}.",
        "Let it read what is recorded, declare the attribute first, or say what holds where it is missing.",
    ),
    "forecast.run": Words(
        "What is to be kept is not a run of a forecast: {expected}.", "Keep what polity forecast --format json wrote."
    ),
    "forecast.large": Words(
        "The run has {letters} letters; {most} can be kept.", "Forecast fewer years, or by fewer attributes."
    ),
}
