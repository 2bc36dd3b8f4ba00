"""The one exception of the ground floor: PostgreSQL cannot be used, said in words for people."""


class NotReady(RuntimeError):
    """PostgreSQL cannot be started or must not be used.

    Its text is written for the person at the prompt: what is wrong, where, and the remedy.
    """
