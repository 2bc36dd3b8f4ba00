"""What is said of tasks, targets and dangers, and of figures that are watched."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "watched.share": Words(
        "A share of {bound} thousandths is more than the whole.", "Write thousandths: 500 for 50 per cent."
    ),
    "watched.nobody": Words(
        "It is said of whom a share is taken, and not whom it counts.", "Say whom it counts, such as standing=member."
    ),
    "watched.of": Words(
        "A share is watched, and it is not said of whom.", "Say of whom, such as standing=member, or watch a count."
    ),
    "watched.count": Words(
        "A count is watched, and it is said of whom a share would be taken.",
        "Leave that out, or choose per_mille as the measure.",
    ),
    "watched.dimension": Words("Figures of everybody are not asked by “{dimension}”.", "They can be by: {known}."),
    "watched.counted": Words(
        "The register counts this figure itself.", "Leave the value out: the page shows what the register counts."
    ),
    "part.none": Words("There is no such task or target.", "Look it up on the page of the resolution."),
    "part.resolution": Words("There is no such resolution on the register.", "Look it up in the list of resolutions."),
    "part.closed_resolution": Words(
        "The resolution is {state} since {since}; nothing follows from it.", "Name one that is open or adopted."
    ),
    "part.before": Words("What is on record reaches to {since}.", "Choose that day or a later one."),
    "part.due": Words("It would be due on {due}, before {on}.", "Give a later day."),
    "part.same_due": Words("It is due on {due} already.", "Leave the day out, or give another one."),
    "part.done": Words("It is done since {since}.", "Nothing needs doing; add another task if more is wanted."),
    "part.dropped": Words("It was given up on {since}.", "Add another task or target to the resolution."),
    "part.counted": Words(
        "The register itself counts whether this target is reached.",
        "Nothing needs entering; give it up with grounds if it is not wanted any more.",
    ),
    "danger.none": Words("There is no such danger on the register.", "Look it up in the register of dangers."),
    "danger.before": Words("What is on record of the danger reaches to {since}.", "Choose that day or a later one."),
    "danger.come": Words("The danger came on {since}.", "Report on it, or close it once it is past."),
    "danger.averted": Words("The danger was averted on {since}.", "Name it anew if it is seen again."),
    "danger.closed": Words("The danger is closed since {since}.", "Name it anew if it is seen again."),
}
