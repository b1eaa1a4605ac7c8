"""Words of approvals: kinds and states of requests, why a decision is refused, what is wrong with tiers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.wording.names import Names

REQUEST_KINDS: Names = {
    "LIMIT": _("Credit limit"),
    "RATING": _("Rating"),
    "OPENING_CHECK": _("Check on site"),
    "OPENING": _("Account opening"),
    "WAIVER": _("Release of a hold"),
    "SCORECARD": _("Scorecard"),
    "INTEREST_WAIVER": _("Waiver of late-payment interest"),
    "SETTLEMENT": _("Plan to pay"),
    "SANCTION": _("Sanction"),
    "PROVISION": _("Provision"),
    "WRITE_OFF": _("Write-off"),
    "CONTRACT": _("Contract"),
    "PRICES": _("Prices"),
}
REQUEST_STATES: Names = {
    "WAITING": _("Waiting"),
    "APPROVED": _("Approved"),
    "REJECTED": _("Rejected"),
    "WITHDRAWN": _("Withdrawn"),
    "EXPIRED": _("Expired"),
}
SENTENCES: dict[str, str | Promise] = {
    "APPROVER_IS_REQUESTER": _("You asked for this yourself; another person has to decide."),
    "APPROVER_ROLE": _("This is for somebody else to decide: %(roles)s."),
    "REQUEST_AMOUNT": _("The amount must lie between 0 and 100 billion."),
    "REQUEST_CURRENCY": _("%(currency)s names no currency."),
    "REQUEST_DECIDED": _("Somebody decided this or took it back meanwhile. Look at it again."),
    "REQUEST_EXPIRED": _("The request was good through %(day)s. It has to be asked for again."),
    "REQUEST_NOTE_LONG": _("The note may have %(most)s characters at most."),
    "REQUEST_NOTE_MISSING": _("Say why it is rejected, so that whoever asked knows what to do."),
    "REQUEST_NOT_VISIBLE": _("There is no such request, or it is not for you."),
    "REQUEST_OVER": _("The last day to decide (%(day)s) has passed."),
    "REQUEST_REASON_LONG": _("The reason may have %(most)s characters at most."),
    "REQUEST_REASON_MISSING": _("Say why it is asked for."),
    "REQUEST_WAITING": _("A request for the same thing waits already. Take it back first, or let it be decided."),
    "REQUEST_WITHOUT_APPROVER": _("Nobody is set to decide this. Set who approves under Settings."),
    "REQUEST_WITHOUT_DECIDER": _("Requests of the kind %(kind)s cannot be decided here yet. Tell your administrator."),
    # tiers
    "TIERS_SHIPPED": _("Default of the product: credit manager up to 500,000.00, finance director above"),
    "TIERS_BEGIN_EARLIER": _("It must begin on %(day)s or later: what was decided stays decided."),
    "TIERS_CHANGED": _("Somebody saved version %(number)s meanwhile. Look at it before you save."),
    "TIERS_FROM_ZERO": _("One row must begin at 0, so that every amount has somebody to decide."),
    "TIERS_SOURCE_MISSING": _("Say why it is changed, or which decision says so."),
    "TIER_AMOUNT": _("An amount must not be above 100 billion."),
    "TIER_FOR_ONESELF": _(
        "You would let your own role decide more than today. Somebody with another role has to save this."
    ),
    "TIER_TWICE": _("Two rows begin at the same amount."),
    "TIER_WITHOUT_ROLE": _("Each row needs at least one role that decides."),
}
