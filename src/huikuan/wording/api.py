"""Sentences of the REST API: what is wrong with a request, field by field, and how to mend it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: dict[str, str | Promise] = {
    "ALLOCATION_NOT_VISIBLE": _("This allocation does not exist, or belongs to somebody else's customer."),
    "BANK_ACCOUNT_NOT_VISIBLE": _("This own company has no such bank account in use."),
    "BODY_NOT_JSON": _("The body must be JSON in UTF-8, sent as application/json."),
    "BODY_TOO_LARGE": _(
        "The body is larger than %(most)s bytes. Send lists in several calls; take larger files in on their page, or on the "
        "server with huikuan import."
    ),
    "COMPANY_NOT_VISIBLE": _("There is no such own company, or your account does not include it."),
    "CONTENT_NOT_BASE64": _("The content is not base64. Encode the bytes of the file and send it again."),
    "EXISTS_ALREADY": _("Something with this number exists already; nothing was written."),
    "FAILED": _(
        "This did not work, and it is our fault. Repeat it with the same key; name the reference if you ask for help."
    ),
    "FIELD_DAY_OUT_OF_RANGE": _("The day lies outside what the books hold (1990 to 2100)."),
    "FIELD_INVALID": _("This value cannot be used here."),
    "FIELD_MISSING": _("This field is required."),
    "FIELD_NOT_ALLOWED_TEXT": _(
        "One line of text without control characters and without blanks at its edges is wanted."
    ),
    "FIELD_NOT_AN_OBJECT": _("A JSON object is wanted."),
    "FIELD_NOT_A_CURRENCY": _("This is no currency in use. Give its three letters, such as CNY."),
    "FIELD_NOT_A_DAY": _("A day is written as YYYY-MM-DD and must exist."),
    "FIELD_NOT_A_LIST": _("A list is wanted."),
    "FIELD_NOT_A_NUMBER": _("This is no number in JSON."),
    "FIELD_NOT_INTEGER": _("A whole number is wanted: no fraction, no quotation marks, no true or false."),
    "FIELD_NOT_ON_LIST": _("One of these is wanted: %(limit)s."),
    "FIELD_NOT_TEXT": _("Text is wanted."),
    "FIELD_TOO_LARGE": _("This is too large (at most %(limit)s)."),
    "FIELD_TOO_LONG": _("This is too long (at most %(limit)s)."),
    "FIELD_TOO_SHORT": _("This is too short (at least %(limit)s)."),
    "FIELD_TOO_SMALL": _("This is too small (at least %(limit)s)."),
    "FIELD_TWICE": _("This field stands there more than once."),
    "FIELD_UNEXPECTED": _("There is no such field here."),
    "INPUT_INVALID": _(
        "Something in the request is not as it must be; each fault names its field. Nothing was written."
    ),
    "INVOICE_NOT_VISIBLE": _("This invoice does not exist, or belongs to somebody else's customer."),
    "METHOD_NOT_ALLOWED": _("This address takes only %(allowed)s."),
    "NO_SUCH_ADDRESS": _("There is nothing at this address."),
    "RECEIPT_NOT_VISIBLE": _("This receipt does not exist, or belongs to somebody else's customer."),
    "RECEIVABLE_NOT_VISIBLE": _("This open item does not exist, or belongs to somebody else's customer."),
    "REQUEST_INVALID": _("The request could not be read."),
    "TOKEN_INVALID": _("Send a valid token: Authorization: Bearer hk_…"),
    "TOKEN_LACKS_RIGHT": _(
        "This token may not do that (%(verb)s): it is for reading only, or its person's role lacks it."
    ),
    "TOO_MANY_CALLS": ngettext_lazy(
        "Too many calls. Go on in %(seconds)s second.", "Too many calls. Go on in %(seconds)s seconds.", "seconds"
    ),
    "TRY_AGAIN": _("The books are busy. Send the same request with the same key again."),
}
