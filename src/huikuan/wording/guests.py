"""Sentences and names of portal links and of what guests ask."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Names = Mapping[str, str | Promise]

PURPOSES: Names = {"ACCOUNT": _("Whole account"), "STATEMENT": _("One statement")}
LINK_STATES: Names = {"OPEN": _("Opens"), "EXPIRED": _("Expired"), "REVOKED": _("Revoked")}
LINK_TONES: Mapping[str, str] = {"OPEN": "done", "REVOKED": "risk"}
REQUEST_KINDS: Names = {"CONTACT": _("Contact person"), "QUESTION": _("Question")}
REQUEST_STATES: Names = {"OPEN": _("With us"), "ACCEPTED": _("Done"), "REFUSED": _("Declined")}
REQUEST_TONES: Mapping[str, str] = {"OPEN": "soon", "ACCEPTED": "done", "REFUSED": "risk"}
SENTENCES: dict[str, str | Promise] = {
    "GUEST_REQUEST_DECIDED": _("Somebody else has answered this request. Look again; nothing was changed."),
    "GUEST_REQUEST_NOT_VISIBLE": _("This request does not exist, or belongs to somebody else's customer."),
    "GUEST_TEXT_MISSING": _("Write what it is about."),
    "GUEST_TEXT_TOO_LONG": _("The text is too long: it may have %(most)s characters."),
    "PORTAL_CODE_ENDED": _("The code was used, replaced or has run out before it went out."),
    "PORTAL_CODE_WRONG": _(
        "This code does not fit. It has six digits, is valid for 24 hours and for %(most)s tries. Ask for a new one."
    ),
    "PORTAL_CONTACT": _("This person does not belong to the customer, or is there no more."),
    "PORTAL_DAYS": _("A link is valid for 1 to %(most)s days."),
    "PORTAL_FILE_GONE": _("The file is not here any more. Choose it again."),
    "PORTAL_LANGUAGE": _("The pages are in Chinese or English."),
    "PORTAL_LINK_CLOSED": _("This link does not open."),
    "PORTAL_LINK_NOT_THEIRS": _("The text holds a link of another customer, so it was not sent."),
    "PORTAL_LINK_NOT_VISIBLE": _("This link does not exist, or belongs to somebody else's customer."),
    "PORTAL_LINK_REVOKED": _("This link was revoked already."),
    "PORTAL_NO_ADDRESS": _(
        "The link names no person with an e-mail address. Make one for such a person, or copy its address."
    ),
    "PORTAL_NO_MOBILE": _(
        "We have no mobile number of yours that may get a text message. Ask whoever wrote to you for the code, or upload the "
        "stamped copy."
    ),
    "PORTAL_WAIT": ngettext_lazy(
        "Too many tries. Wait %(minutes)s minute.", "Too many tries. Wait %(minutes)s minutes.", "minutes"
    ),
}
