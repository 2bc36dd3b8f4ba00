"""What the acts of the register, of units, people, offices and statutes say."""

from polity.words.wording import Words

WORDS: dict[str, Words] = {
    "article": Words("{says}", "{remedy}"),
    "article.undecided": Words(
        "This cannot be decided yet: {missing} not known.", "Enter what is missing, then offer the act again."
    ),
    "competence.unnamed": Words(
        "Nobody is named who acts. Competent: {offices}.", "Name the office and its unit, as in secretary@{home}."
    ),
    "competence.office": Words(
        "The office of {office} may not do this. Competent: {offices}.", "Ask one of the competent offices to act."
    ),
    "competence.scope": Words(
        "The unit {unit} does not lie in the part of the organisation that {office} answers for.",
        "Ask the office of that unit, or of one above it.",
    ),
    "competence.tier": Words(
        "This is decided at the tier {tier} or above; {office} acts for the tier {given}.",
        "Send the matter up to the committee of the tier {tier}.",
    ),
    "competence.no_article": Words(
        "No article in force on {on} says who may do this.", "Let the body that adopts statutes adopt one."
    ),
    "competence.founder": Words(
        "Only whoever keeps the records may do this, and not in an office.", "Act without naming an office."
    ),
    "competence.not_held": Words(
        "The office of {office} in that unit is not held by you on {on}.", "Act in an office whose term is running."
    ),
    "organisation.founded": Words(
        "The organisation was founded already.", "Found another one in an empty data folder."
    ),
    "organisation.none": Words("There is no organisation here yet.", "Found one with: polity init."),
    "kind.known": Words("The kind {kind} is part of every register.", "Choose another name for the kind."),
    "kind.none": Words(
        "No kind of subject is called {kind}.", "Let the office that may declare kinds declare it first."
    ),
    "field.none": Words(
        "{kind} has no attribute called {field}.",
        "Declared are: {known}. Let the office that may declare attributes declare another.",
    ),
    "field.value": Words("{field}: “{value}” is not among what can be recorded: {expected}.", "Choose one of these."),
    "field.reserved": Words(
        "“{field}” means something to the register or to its database.",
        "Choose another name, such as {field}_of_person.",
    ),
    "field.narrowed": Words(
        "{kind} may already be recorded with {field} {missing}.", "Keep these among the values; new ones may be added."
    ),
    "field.clash": Words(
        "{kind} already has an attribute {field} of type {type}.", "Choose another name for what is of another type."
    ),
    "unit.none": Words(
        "The unit {unit} does not stand on {on}.", "Choose a unit that stands on that day, or another day."
    ),
    "unit.ends": Words("The unit {unit} stands only until {until}.", "Choose a unit whose end is not on record."),
    "unit.subjects": Words(
        "{count} posts, enterprises or other subjects belong to {unit} on {on} or later.",
        "Merge the unit into another: they go with it.",
    ),
    "unit.nested": Words(
        "{unit} lies below {other}, and both are named.",
        "Merge the lower one first, by an act of its own, on an earlier day.",
    ),
    "unit.few": Words("No unit is named.", "Name at least one."),
    "unit.same": Words("{person} already belongs to {unit}.", "Choose the unit they are to move to."),
    "unit.known": Words("There is already a unit with this id.", "Leave the id out, so that a new one is made."),
    "unit.code": Words("The code {code} is borne by another unit on {on}.", "Choose another code."),
    "unit.cycle": Words(
        "{unit} would stand under itself: {parent} lies below it on {on}.", "Choose a parent outside its own subtree."
    ),
    "unit.later": Words(
        "Something about {unit} already changes on {latest}.",
        "Choose a later day. To change the past, enter a correction.",
    ),
    "unit.people": Words(
        "{count} people still belong to {unit} on {on}.", "Transfer them first, or merge the unit into another."
    ),
    "unit.children": Words("{count} units still stand under {unit} on {on}.", "Move or dissolve them first."),
    "unit.tier": Words("{tier} is not one of the tiers of this organisation: {known}.", "Choose one of these."),
    "unit.order": Words(
        "A unit of the tier {tier} cannot stand under one of the tier {above}.", "Choose a parent of a higher tier."
    ),
    "unit.root": Words("There is already a unit that stands under no other.", "Name the unit it belongs under."),
    "unit.listed": Words("{person} is not at home in {unit} on {on}.", "List people of that unit only."),
    "person.none": Words("There is no person {person} on the register.", "Look them up, or record them first."),
    "person.known": Words("There is already a record under this id.", "Leave the id out, so that a new one is made."),
    "person.erased": Words("The record of {person} was erased.", "Record the person anew, if they wish it."),
    "person.self": Words("{person} cannot do this for themselves.", "Name somebody else."),
    "subject.none": Words("There is no such subject on the register: {subject}.", "Look it up, or declare it first."),
    "subject.known": Words("There is already a subject with this id.", "Leave the id out, so that a new one is made."),
    "standing.none": Words("{person} has no place in the register on {on}.", "Choose a day on which they have one."),
    "standing.is": Words(
        "{person} is {standing} on {on}; this is for {needed}.", "Look at their record for what comes next."
    ),
    "record.later": Words(
        "The record of {person} already has a change on {latest}.",
        "Choose a later day. To change the past, enter a correction.",
    ),
    "record.overlap": Words(
        "Two spells of {person} hold the same day: one ends on {until}, the next begins on {since}.",
        "Let each spell begin on or after the day on which the one before it ends.",
    ),
    "facts.overlap": Words(
        "Two sets of facts hold the same day: one ends on {until}, the next begins on {since}.",
        "Let each begin on or after the day on which the one before it ends.",
    ),
    "record.days": Words(
        "A stretch of days ends on {until}, before it begins on {since}.", "Let it end after it begins."
    ),
    "record.spell": Words(
        "{person} has no spell that begins on {since}.", "Name the day on which the wrong spell begins."
    ),
    "record.grounds": Words("No grounds are given.", "Say on what the act rests."),
    "application.none": Words("{person} has no open application.", "Enter the application first."),
    "application.open": Words("{person} already has an application, of {applied}.", "Decide that one first."),
    "application.state": Words(
        "The application of {person} is {state}; this is for one that is {needed}.", "See its record."
    ),
    "application.early": Words("The application was entered for {since}.", "Choose that day or a later one."),
    "sponsor.member": Words("{sponsor} is not a member on {on}.", "Only members of the organisation recommend."),
    "sponsor.twice": Words("{sponsor} already recommends {person}.", "One recommendation a sponsor is enough."),
    "contact.later": Words("Contact with {person} is already assigned from {latest}.", "Choose a later day."),
    "transfer.open": Words(
        "{person} is already released to {receiving}.", "Let that unit acknowledge the transfer first."
    ),
    "transfer.none": Words(
        "No transfer of {person} waits to be acknowledged.", "Ask the sending unit to release them."
    ),
    "transfer.early": Words("The person was released on {since}.", "Choose that day or a later one."),
    "contact.member": Words("{contact} is not a member or candidate on {on}.", "Assign somebody who is."),
    "office.held": Words("{person} already holds the office of {office} there.", "Nothing needs doing."),
    "office.none": Words("There is no such term of office.", "Look up the terms of the unit."),
    "office.begins": Words(
        "{person} takes up the office of {office} on {since}.", "Choose a later day, so that the term can end on it."
    ),
    "office.over": Words("That term is not running on {on}.", "Choose a day within the term."),
    "statute.faulty": Words("{says}", "{remedy}"),
    "statute.known": Words("A text called {name} is part of the law already.", "Give the new text its own name."),
    "statute.back": Words(
        "A reform adopted on {adopted} cannot take effect on {since}: past law is never changed.",
        "Let it take effect on the day of its adoption or later.",
    ),
    "statute.votes": Words(
        "{votes_for} for and {votes_against} against is no majority.", "A reform needs more for than against."
    ),
    "batch.row": Words("{where}: {says}", "{remedy}"),
    "id.known": Words("There is already a record under this id.", "Leave the id out, so that a new one is made."),
    "text.letters": Words("{where} holds a sign that cannot be kept: {sign}.", "Write it without that sign."),
    "register.kept": Words(
        "The register does not hold together with this: {says}.",
        "Look at the records concerned, and choose another day.",
    ),
    "count.positive": Words("{count} is not a count of people.", "Give a whole number, zero or more."),
    "present.quorum": Words("{votes} votes were counted, but {present} were present.", "Count again."),
    "key.other": Words("The key {key} was given to another act.", "Give each act a key of its own."),
    "release.small": Words(
        "A group of {count} people would be shown; fewer than {smallest} may not be.",
        "Count the figures for release: polity release publish does.",
    ),
    "decision.against": Words(
        "The meeting decided against: {votes_for} for, {votes_against} against.",
        "Enter it as a refusal of the application, with grounds.",
    ),
}
