"""Limits as a journal that only grows: lines, what was proposed for them, what was entered."""

from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.limits.rules import LimitKind, LimitSource

_AMOUNT = Q(amount_minor__gte=0, amount_minor__lte=DOCUMENT_MAX_MINOR)
_PERIOD = Q(valid_through=None) | Q(valid_through__gte=F("valid_from"))


class LimitLine(models.Model):
    """A customer's limits of one kind, of a single order those for it: within a line entries replace one another."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in LimitKind])
    order_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "order_number"], name="limits_line_once"),
            models.CheckConstraint(
                condition=(Q(kind=LimitKind.SINGLE_ORDER.value) & ~Q(order_number=""))
                | (~Q(kind=LimitKind.SINGLE_ORDER.value) & Q(order_number="")),
                name="limits_line_order_named",
            ),
        ]


class LimitProposal(models.Model):
    """What a request asks for; it becomes an entry when another person approves."""

    request = models.OneToOneField("approvals.Request", models.PROTECT, related_name="+")
    line = models.ForeignKey(LimitLine, models.PROTECT, related_name="proposals")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_through = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_AMOUNT, name="limits_proposal_amount"),
            models.CheckConstraint(condition=_PERIOD, name="limits_proposal_period"),
        ]


class LimitEntry(models.Model):
    """One entry of the journal (limit journal 额度台账): never changed, never deleted; a later one replaces it."""

    line = models.ForeignKey(LimitLine, models.PROTECT, related_name="entries")
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_through = models.DateField(null=True)
    reason = models.CharField(max_length=1_000)
    source = models.CharField(max_length=12, choices=[(source.value, source.value) for source in LimitSource])
    request = models.ForeignKey("approvals.Request", models.PROTECT, null=True, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source=LimitSource.REVOCATION.value, amount_minor=None)
                | (~Q(source=LimitSource.REVOCATION.value) & Q(amount_minor__isnull=False)),
                name="limits_entry_none_revokes",
            ),
            models.CheckConstraint(condition=Q(amount_minor=None) | _AMOUNT, name="limits_entry_amount"),
            models.CheckConstraint(condition=_PERIOD, name="limits_entry_period"),
            models.CheckConstraint(
                condition=~Q(source=LimitSource.REQUEST.value) | Q(request__isnull=False), name="limits_entry_requested"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="limits_entry_reason"),
            models.UniqueConstraint(
                fields=["request", "line"], condition=Q(request__isnull=False), name="limits_entry_once"
            ),
        ]
