"""Sentences of the contact record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BLOCKER = _("Open complaint")
WHAT_TO_DO = _("Settle the complaint, or say how far it is, before asking for money.")
SENTENCES: dict[str, str | Promise] = {
    "ACTIVITY_NOT_VISIBLE": _("This contact does not exist, or belongs to somebody else's customer."),
    "CONTACT_AHEAD": _("This lies ahead. Record a contact once it has taken place."),
    "CONTACT_FILES_COUNT": _("Keep at most %(most)s files with one contact."),
    "CONVERSATION_EMPTY": _("Say who was reached or how it went, or leave this part out."),
    "CONVERSATION_PERSON_UNKNOWN": _(
        "This person is not on the list of the customer, or has left. Choose another one."
    ),
    "CONVERSATION_ROLE_UNKNOWN": _("Choose the part the person plays from the list."),
    "CONVERSATION_TOO_LONG": _("Each part of the conversation may have 1,000 characters."),
    "CONVERSATION_WITHOUT_ACTION": _("Say what he will do before you say what follows if he does not."),
    "CONVERSATION_WITH_NOBODY": _(
        "Nobody was reached: leave out who it was and how it went, or choose another result."
    ),
    "NEXT_STEP_IN_PAST": _("The next step lies in the past. Give a day from today on."),
    "NEXT_STEP_MISSING": _("Say what the next step is and on which day."),
    "TEXT_MISSING": _("Say in a few words what it was about."),
    "TEXT_TOO_LONG": _("The text is too long."),
    "VISIT_CHANGED": _("The visit was done or dropped meanwhile. Look again."),
    "VISIT_DAY_FAR": _("%(day)s is too far ahead for a plan of visits."),
    "VISIT_DAY_PAST": _("%(day)s has passed. Plan visits from today on."),
    "VISIT_NOTE_TOO_LONG": _("The note is too long."),
    "VISIT_PERSON_WRONG": _("This person does not look after the customer, or you plan for yourself only."),
    "VISIT_PLANNED_ALREADY": _("The customer stands in the plan of %(day)s already."),
    "VISIT_UNKNOWN": _("There is no visit %(visit)s, or it is of somebody else's customer."),
}
