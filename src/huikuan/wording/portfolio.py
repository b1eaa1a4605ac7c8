"""Sentences of the ageing and the key figures."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "BASIS_UNKNOWN": _("An ageing counts from one of: %(known)s; not from %(word)s."),
    "BUCKETS_INVALID": _("Give rising whole days, at most %(most)s of them, such as 0,30,60,90,180; not %(edges)s."),
    "BUCKET_UNKNOWN": _("There is no column %(bucket)s in this report."),
    "DIMENSION_UNKNOWN": _("Rows can be by: %(known)s; not by %(word)s."),
    "DOES_NOT_TIE": _("The report of %(as_of)s does not add up to the ledger. Run huikuan check; nothing was written."),
    "ENGINE_UNKNOWN": _("The report is added up by one of: %(known)s; not by %(word)s."),
    "PERIOD_INVALID": _("The period ends (%(end)s) before it begins (%(start)s)."),
    "TOO_MANY_ROWS": _("%(rows)s rows do not fit on one sheet (at most %(most)s). Narrow the report first."),
    "VIEW_UNKNOWN": _("The age follows one of: %(known)s; not %(word)s."),
}
