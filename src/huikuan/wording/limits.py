"""Words of limits: kinds, where an entry comes from, how a customer stands, what is wrong with a limit."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.wording.names import Names

LIMIT_KINDS: Names = {
    "PERMANENT": _("Permanent"),
    "TEMPORARY": _("Temporary"),
    "SINGLE_ORDER": _("Single order"),
}
LIMIT_SOURCES: Names = {
    "REQUEST": _("Request"),
    "RATING": _("Rating"),
    "IMPORT": _("Import"),
    "REVOCATION": _("Revocation"),
}
LIMIT_STANDINGS: Names = {
    "NONE": _("Not set"),
    "IN_FORCE": _("In force"),
    "EXPIRED": _("Expired"),
    "REVOKED": _("Revoked"),
}
SENTENCES: dict[str, str | Promise] = {
    # titles of requests
    "LIMIT_REQUESTED_PERMANENT": _("Permanent credit limit from %(start)s"),
    "LIMIT_REQUESTED_PERMANENT_THROUGH": _("Permanent credit limit from %(start)s through %(end)s"),
    "LIMIT_REQUESTED_TEMPORARY_THROUGH": _("Temporary credit limit from %(start)s through %(end)s"),
    "LIMIT_REQUESTED_SINGLE_ORDER": _("Credit limit for order %(order)s from %(start)s"),
    "LIMIT_REQUESTED_SINGLE_ORDER_THROUGH": _("Credit limit for order %(order)s from %(start)s through %(end)s"),
    # what is wrong
    "LIMIT_AMOUNT": _("The limit must lie between 0 and 100 billion."),
    "LIMIT_AMOUNT_MISSING": _("Enter an amount; 0 means cash only."),
    "LIMIT_CURRENCY": _("Limits are kept in %(wanted)s; %(found)s cannot be converted, as no rate is known."),
    "LIMIT_ENDS_BEFORE_START": _("The last day (%(end)s) lies before the first (%(start)s)."),
    "LIMIT_END_MISSING": _("A temporary limit needs its last day."),
    "LIMIT_EXTENSION_EARLIER": _("The limit runs through %(day)s already; choose a later day."),
    "LIMIT_NOT_SET": _("There is no such limit to change."),
    "LIMIT_ORDER_NUMBER": _("A limit for a single order needs the order's number, and no other limit has one."),
    "LIMIT_ORDER_NUMBER_LONG": _("The order's number may have %(most)s characters at most."),
    "LIMIT_PERIOD_OVER": _("Its last day (%(day)s) has passed. It has to be asked for again."),
    "LIMIT_REASON_LONG": _("The reason may have %(most)s characters at most."),
    "LIMIT_REASON_MISSING": _("Say why."),
    "LIMIT_SOURCE_WITHOUT_REQUEST": _("A limit is only entered with the request it was approved by."),
    "LIMIT_STARTS_EARLIER": _("A limit cannot begin before %(day)s: what was in force stays as it was."),
    "LIMIT_WITHOUT_END": _("The limit has no end that could be extended."),
    "LIMIT_ZERO_ADDS_NOTHING": _("Only a permanent limit may be 0: a temporary one never lowers."),
}
