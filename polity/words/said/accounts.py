"""What stands in the way of opening, closing and recovering an account."""

from polity.words.wording import Words

WORDS = {
    "account.open": Words(
        "{person} has an account since {since}.",
        "If the way in is lost, ask for its recovery. Otherwise close the account first.",
    ),
    "account.none": Words(
        "{person} has no open account on {on}.", "An officer who answers for their unit can invite them."
    ),
    "account.early": Words("The account of {person} opens only on {since}.", "Close it on that day or on a later one."),
    "account.digest": Words(
        "The invitation is not given by its digest of 64 digits from 0 to f.",
        "Give the SHA-256 of the secret, in small letters. The secret itself is entered nowhere.",
    ),
    "account.mail_settled": Words("Sign-in by e-mail is {allowed} already.", "There is nothing to decide."),
    "recovery.open": Words(
        "The recovery of this account was asked for on {asked} and waits to be granted.",
        "Two officers who know {person} grant it, each in their own name.",
    ),
    "recovery.none": Words(
        "No recovery of the account of {person} waits to be granted.",
        "Let an officer ask for it first, on the page of the account.",
    ),
    "recovery.early": Words("The recovery was asked for only on {asked}.", "Choose that day or a later one."),
    "recovery.lapsed": Words(
        "The recovery was asked for on {asked}, and has waited for more than 30 days.",
        "Drop it, and ask for it again if the person still wants it.",
    ),
    "recovery.same_officer": Words(
        "You have granted this recovery already.", "A second officer, another person, makes it effective."
    ),
    "recovery.own": Words("Nobody grants the recovery of their own account.", "Ask two other officers."),
    "competence.actor": Words(
        "This is done in the name of somebody else than you.", "Only they can do it, signed in themselves."
    ),
}
