"""Names of what a contract says, place by place, as its form calls them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MILESTONE, ITEM = _("Milestone %(number)s: %(field)s"), _("Item %(number)s: %(field)s")

FIELDS: Mapping[str, str | Promise] = {
    "title": _("Subject of the contract"),
    "currency": _("Currency"),
    "amount_minor": _("Amount"),
    "note": _("Note"),
    "milestones.title": _("What is paid"),
    "milestones.trigger": _("When it fires"),
    "milestones.share_ppm": _("Percent"),
    "milestones.amount_minor": _("Amount"),
    "milestones.kind": _("Kind"),
    "milestones.progress_permille": _("From progress (‰)"),
    "milestones.on": _("Agreed day"),
    "milestones.expected_on": _("Expected on"),
    "milestones.held_from": _("Retention is earned by"),
    "milestones.release_condition": _("Released when"),
    "milestones.rule.anchor": _("Term runs from"),
    "milestones.rule.roll": _("Counted from"),
    "milestones.rule.fixed_day": _("Day of the month"),
    "milestones.rule.months": _("Term in months"),
    "milestones.rule.days": _("Term in days"),
    "milestones.rule.grace_days": _("Days of grace"),
    "milestones.rule.holiday_roll": _("If a day off"),
    "items.name": _("Name"),
    "items.specification": _("Specification"),
    "items.unit": _("Unit"),
    "items.quantity_micros": _("Quantity"),
    "items.unit_price_micros": _("Unit price"),
    "items.amount_minor": _("Amount"),
    "parties.end_user": _("End user"),
    "parties.guarantor": _("Guarantor"),
    "parties.our_signatory": _("Signed for us by"),
    "parties.their_signatory": _("Signed for the customer by"),
    "settlement.agreement": _("Settlement agreement"),
    "settlement.place": _("Place of payment"),
    "settlement.means": _("Means of payment"),
    "settlement.acceptance_standard": _("Acceptance standard"),
    "settlement.acceptance_method": _("Acceptance method"),
    "settlement.inspection_days": _("Days of inspection"),
    "clauses.discount_permille": _("Discount (‰)"),
    "clauses.discount_days": _("if paid within days"),
    "clauses.late_basis": _("Late payment"),
    "clauses.late_rate_bp": _("Agreed rate a year"),
    "clauses.late_daily_ppm": _("Agreed rate a day"),
    "clauses.partial_payment": _("Partial payment clause"),
    "clauses.acceleration": _("The whole price falls due on arrears"),
    "clauses.title_retained": _("Title stays with us until paid"),
    "clauses.pays_when_paid": _("Paid only when a third party pays"),
    "clauses.long_term_reasonable": _("A term beyond the law is reasonable here"),
    "clauses.is_construction": _("A construction contract"),
    "clauses.silence_days": _("Days after which silence agrees to a statement"),
    "sizes.buyer": _("The buyer is"),
    "sizes.seller": _("We are"),
    "sizes.declared_on": _("Told the buyer so on"),
}
"""By path without the number of the milestone or item."""
