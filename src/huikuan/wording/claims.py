"""Sentences and names of announced money and claims."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: dict[str, str | Promise] = {
    "CLAIMED": pgettext_lazy("claim of money", "Waits for a decision"),
    "ACCEPTED": pgettext_lazy("claim of money", "Accepted"),
    "REFUSED": pgettext_lazy("claim of money", "Refused"),
    "WITHDRAWN": pgettext_lazy("claim of money", "Withdrawn"),
    "OVERTAKEN": pgettext_lazy("claim of money", "Went to another"),
}
TONES = {"CLAIMED": "soon", "ACCEPTED": "done", "REFUSED": "risk"}
CONCERNS: dict[str, str | Promise] = {
    "PROPOSED": _("the matcher thinks of a customer of yours"),
    "AMOUNT_OPEN": _("a customer of yours owes exactly this amount"),
    "NOBODY_KNOWN": _("nobody knows whose it is: everybody is asked"),
}

SENTENCES: dict[str, str | Promise] = {
    "ANNOUNCED_ALREADY": _("The money is announced already; look at it in Claim money."),
    "ANNOUNCEMENT_CLOSED": _("It is known by now whose money receipt %(receipt)s is. Open the page again."),
    "ANNOUNCEMENT_NOT_VISIBLE": _("There is no such announcement, or it does not concern you."),
    "CLAIMED_ALREADY": _("Somebody claimed this money for that customer already. Wait for the decision."),
    "CLAIM_CHANGED": _("Somebody decided about the claim meanwhile. Open the page again."),
    "CLAIM_EVIDENCE_MISSING": _("Add the paper that shows it: the customer's transfer slip, a message, a signed note."),
    "CLAIM_FOUR_EYES": _("Your own claim is decided by somebody else."),
    "CLAIM_GROUND_MISSING": _("Say why the money is this customer's."),
    "CLAIM_GROUND_TOO_LONG": _("The reason has more than 1,000 characters."),
    "CLAIM_ITEM_OF_ANOTHER": _("One of the items is not this customer's, or of another own company or currency."),
    "CLAIM_NOT_OWN": _("Only whoever made the claim takes it back."),
    "CLAIM_NOT_VISIBLE": _("There is no such claim, or it is not yours to see."),
    "CLAIM_REASON_MISSING": _("Say why the claim is refused: its claimant reads it."),
    "PAYER_CHANGED": _("The payer of receipt %(receipt)s was named otherwise since. Open the page again."),
    "PAYER_KNOWN": _("It is known whose money this is, or nothing of it is left."),
}
