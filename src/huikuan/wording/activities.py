"""Sentences of the contact record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "NEXT_STEP_IN_PAST": _("The next step lies in the past. Give a day from today on."),
    "NEXT_STEP_MISSING": _("Say what the next step is and on which day."),
    "TEXT_MISSING": _("Say in a few words what it was about."),
    "TEXT_TOO_LONG": _("The text is too long."),
}
