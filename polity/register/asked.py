"""Of whom the statutes are asked: the standings of those whose case a rule decides, for acts and previews alike."""

BELONGING = ("sympathiser", "candidate", "member")

ASKED: dict[str, tuple[str, ...]] = {
    "may_become_candidate": ("sympathiser", "former"),
    "may_become_member": ("candidate",),
    "recommendations_renewed": ("candidate",),
    "confirmation_tier": ("sympathiser", "former"),
    "may_be_transferred": BELONGING,
    "may_be_excluded": BELONGING,
    "may_lapse": BELONGING,
    "may_hold_office": ("member",),
}
"""Rules that acts rest on, with the standings that the act needs. A rule that is not here may be asked of anybody."""
