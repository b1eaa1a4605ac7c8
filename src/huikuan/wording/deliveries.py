"""Sentences and names of orders, deliveries, acceptances and goods on consignment."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

ORDER_STATES: Names = {
    "OPEN": pgettext_lazy("order", "Open"),
    "CLOSED": pgettext_lazy("order", "Closed"),
    "CANCELLED": pgettext_lazy("order", "Cancelled"),
}
ORDER_TONES: Mapping[str, str] = {"OPEN": "soon", "CLOSED": "done"}
STAGES: Names = {
    "UNSIGNED": _("Not signed for"),
    "SIGNED": pgettext_lazy("delivery", "Signed for"),
    "TO_ACCEPT": _("To be accepted"),
    "ACCEPTED": pgettext_lazy("delivery", "Accepted"),
    "REJECTED": _("Goods rejected"),
    "CONSIGNED": _("On consignment"),
    "TAKEN_BACK": _("Taken back"),
}
STAGE_TONES: Mapping[str, str] = {
    "UNSIGNED": "risk",
    "SIGNED": "done",
    "TO_ACCEPT": "soon",
    "ACCEPTED": "done",
    "REJECTED": "risk",
}
PAPERS: Names = {
    "NOTE": _("Delivery note"),
    "ACCEPTANCE": _("Acceptance certificate"),
    "PROGRESS": _("Progress confirmation"),
    "SALES": _("Sale report"),
}
REMEDIES: Names = {"REPLACE": _("We deliver it again"), "RETURN": _("It comes back for good")}
BLOCKERS: Names = {
    "UNSIGNED": _("The delivery note is not signed"),
    "REJECTED": _("Rejected goods are not replaced"),
    "INSPECTION_ENDED": _("The time to inspect has ended"),
    "ACCEPTANCE_OUTSTANDING": _("Acceptance is outstanding"),
    "NOT_INVOICED": _("Delivered and not invoiced"),
}
BLOCKER_TONES: Mapping[str, str] = {"UNSIGNED": "risk", "REJECTED": "risk", "NOT_INVOICED": "risk"}
WHAT_TO_DO: Names = {
    "UNSIGNED": _("Get the delivery note signed and upload its photo."),
    "REJECTED": _("Deliver the rejected goods again, then ask for acceptance."),
    "INSPECTION_ENDED": _("Record that the goods count as accepted (Civil Code art. 621)."),
    "ACCEPTANCE_OUTSTANDING": _("Ask the customer's acceptance signatory for the certificate."),
    "NOT_INVOICED": _("Send the invoice before asking for the money."),
}
SENTENCES: dict[str, str | Promise] = {
    "ACCEPTANCE_OF_NOTHING": _("Nothing of delivery %(number)s is left to accept. Choose another one."),
    "ACCEPTED_ABOVE_DELIVERY": _(
        "More of %(name)s would be accepted and rejected than delivery %(number)s holds. Lower the quantities."
    ),
    "ACCEPTED_NOTHING": _("Line %(line)s: enter what was accepted or rejected."),
    "ACCEPTED_UNSIGNED": _("Delivery %(number)s is not signed for yet. Record the signature first."),
    "DELIVERED_ABOVE_ORDER": _(
        "Line %(line)s, %(name)s: more than was ordered. %(left)s can still be delivered; lower the quantity or raise the tolerance."
    ),
    "DELIVERY_CURRENCY": _("The order is in %(expected)s, this paper in %(found)s. Enter it in %(expected)s."),
    "DELIVERY_LINES": _("A paper has 1 to 500 lines of goods; %(value)s were entered."),
    "DELIVERY_LINE_AMOUNT": _("Line %(line)s, %(value)s: the amount is not quantity times unit price."),
    "DELIVERY_LINE_PRICE": _("Line %(line)s, %(value)s: enter the unit price, or name the order it comes from."),
    "DELIVERY_LINE_QUANTITY": _(
        "Line %(line)s, %(value)s: the quantity must be more than zero, with at most six decimals."
    ),
    "DELIVERY_LINE_UNNAMED": _("Line %(line)s: name the goods."),
    "DELIVERY_NOT_ORDERED": _("The order has no line for %(name)s. Choose its line, or enter another order."),
    "DELIVERY_NOT_VISIBLE": _("This order or delivery does not exist, or belongs to somebody else's customer."),
    "DELIVERY_NUMBER": _("Give it a number of at most 60 characters."),
    "DELIVERY_ON_HOLD": _("Order %(number)s is on credit hold. Ask for its release; nothing is delivered before."),
    "DELIVERY_POLICY_CHANGED": _("Somebody else changed the tolerance; version %(number)s is in force. Look again."),
    "DELIVERY_SIGNATORY": _("Say who signed."),
    "DELIVERY_SIGNED_BEFORE": _("It cannot be signed before the goods left on %(value)s. Correct the day."),
    "DELIVERY_TOLERANCE": _("A tolerance lies between 0 and %(most)s per cent."),
    "INSPECTION_DAYS": _("The time to inspect is 0 to 730 days; found %(value)s."),
    "INSPECTION_RUNS": _(
        "Delivery %(number)s does not count as accepted yet: the time to inspect runs through %(through)s."
    ),
    "INVOICED_NOTHING": _("Invoice %(number)s bills nothing more: these deliveries are billed already."),
    "INVOICE_OF_ANOTHER": _("Delivery %(number)s belongs to another customer or own company than the invoice."),
    "NOTE_EXISTS": _("There is a delivery %(number)s already. Open it, or give this one another number."),
    "NOTE_HAS_PAPERS": _(
        "Delivery %(number)s has papers that stand: take its acceptances, sale reports or replacements back first."
    ),
    "NOTE_INVOICED": _("Delivery %(number)s is invoiced. Take the invoice back first."),
    "NOTE_STATE": _("Delivery %(number)s stands elsewhere by now. Look again; nothing was changed."),
    "NOTHING_TO_REPLACE": _("Nothing of delivery %(number)s was rejected by this customer."),
    "NOT_CONSIGNED": _("Delivery %(number)s is not on consignment: it is billed when it is delivered."),
    "ORDER_CONTRACT": _("Contract %(number)s is of another customer, own company or currency."),
    "ORDER_DELIVERED": _("Something of order %(number)s was delivered. Close it instead of cancelling it."),
    "ORDER_EXISTS": _("There is an order %(number)s already. Open it, or give this one another number."),
    "ORDER_STATE": _("Order %(number)s stands elsewhere by now. Look again; nothing was changed."),
    "PAPER_TAKEN_BACK": _("It was taken back already; nothing was changed."),
    "REJECTED_WITHOUT_REASON": _("Line %(line)s: say why the goods were rejected."),
    "SALE_REPORT_EXISTS": _("There is a sale report %(number)s already. Give this one another number."),
    "SOLD_ABOVE_DELIVERY": _("More would be sold than delivery %(number)s holds. Lower the quantities."),
    "SOLD_NOTHING": _("Enter how much was sold, at least of one line."),
    "UNDOING_REASON": _("Say why, so that others can follow the decision."),
}
