"""Money that was passed on: which part of a receipt became which receipt, at what rate."""

from django.db import models
from django.db.models import F, Q


class PassedMoney(models.Model):
    """A part of a receipt that became `target`, of another own company or in another currency; gone where `undone_act` says so.

    `worth_minor` is the same amount, or what it was worth at the stated `rate_micros`: millionths of a unit of the target's
    currency for a unit of the receipt's.
    """

    receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, related_name="passed_on")
    target = models.OneToOneField("receipts.Receipt", models.PROTECT, related_name="passed_from")
    posting = models.OneToOneField("ledger.Posting", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    worth_minor = models.BigIntegerField()
    rate_micros = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    undone_act = models.ForeignKey("audit.Act", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1, worth_minor__gte=1), name="receipts_passed_some"),
            models.CheckConstraint(
                condition=Q(rate_micros__isnull=True, worth_minor=F("amount_minor"))
                | Q(rate_micros__isnull=False, rate_micros__gte=1),
                name="receipts_passed_whole",
            ),
            models.CheckConstraint(condition=~Q(receipt=F("target")), name="receipts_passed_to_another"),
        ]
