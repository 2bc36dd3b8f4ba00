"""What open questions and the forecasts of them say."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "question.none": Words("There is no such question on the register.", "Look it up in the list of open questions."),
    "question.past": Words(
        "The question is put on {on} and could be settled from {due_from}, which is not after it.",
        "Choose a later day from which it can be settled; until then people forecast.",
    ),
    "question.order": Words(
        "The question should be settled by {due_to}, before the day from which it can be, {due_from}.",
        "Give a last day that is not before the first.",
    ),
    "question.outcomes": Words(
        "The question has {count} outcomes; it needs from two to {most}.",
        "Name every outcome that there can be, one a line; the last may be “something else”.",
    ),
    "question.twice": Words("The outcome “{outcome}” is named twice.", "Name each outcome once."),
    "question.long": Words(
        "The outcome “{outcome}” has no letters or more than {longest}.", "Say it in a few words; the rest in the text."
    ),
    "question.watched": Words(
        "A watched figure and the bound that it shall reach go together.", "Give both, or leave both out."
    ),
    "question.two": Words(
        "A watched figure reaches its bound or does not: two outcomes; this question has {count}.",
        "Name two outcomes, the first that the bound is reached; or leave the figure out.",
    ),
    "question.settled": Words("The question was settled on {since}.", "Nothing needs doing; put another one."),
    "question.void": Words("The question was given up on {since}.", "Put another one."),
    "question.early": Words("The question was put on {opened}.", "Choose that day or a later one."),
    "question.whose": Words(
        "A forecast is made by a member or by a rule, and by one of them.", "Name the one who makes it."
    ),
    "question.standing": Words("{person} is not a member on {on}.", "Members forecast, from the day they are."),
    "question.closed": Words(
        "From {due_from} on the outcome can be known; forecasts ended the day before.", "Wait until it is settled."
    ),
    "question.later": Words(
        "A forecast of {latest} is on record already.", "Choose that day or a later one: what was said before stays."
    ),
    "question.each": Words(
        "A forecast gives every outcome a whole number of thousandths, and nothing else: {outcomes}.",
        "Write 0 for what cannot happen.",
    ),
    "question.sum": Words(
        "The chances add up to {total}; together they are {sure}, and none is below nothing.",
        "700 and 300 say: in seven of ten cases the first.",
    ),
    "question.wait": Words(
        "The question can be settled from {due_from}.", "Wait until then, or give the question up and say why."
    ),
    "question.outcome": Words("“{outcome}” is none of its outcomes: {outcomes}.", "Choose one of these."),
    "question.value": Words(
        "A figure of the register decides this question, and it is not given.",
        "Give it; where it cannot be told, say that it is overruled, and why in the grounds.",
    ),
    "question.overruled": Words(
        "The watched figure is {value}, the bound {bound}: that is “{said}”.",
        "Settle it so; or say that the figure is overruled, and why in the grounds.",
    ),
    "question.agrees": Words(
        "The watched figure is {value}, which says “{said}”: nothing is overruled.", "Leave it out."
    ),
    "question.unwatched": Words("No figure is watched for this question.", "Leave the figure out."),
}
