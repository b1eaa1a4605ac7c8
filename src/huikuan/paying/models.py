"""How customers pay, as versions: none is ever changed, the newest holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from huikuan.kernel.calendar import HolidayRoll
from huikuan.paying.rules.records import InvoiceDelivery, InvoiceForm, PaymentDayKind, StepKind


class PayingVersion(models.Model):
    """One version of how a customer pays (付款流程): his days and wishes; who saved it, when, and from which one it comes back."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    closing_day = models.PositiveSmallIntegerField(null=True)
    payment_day_kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in PaymentDayKind])
    month_days = models.CharField(max_length=30, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True)
    holiday_roll = models.CharField(max_length=10, choices=[(roll.value, roll.value) for roll in HolidayRoll])
    invoice_form = models.CharField(max_length=10, choices=[(form.value, form.value) for form in InvoiceForm])
    invoice_title = models.CharField(max_length=200, blank=True)
    tax_rate = models.PositiveSmallIntegerField(null=True)
    invoice_delivery = models.CharField(max_length=12, choices=[(way.value, way.value) for way in InvoiceDelivery])
    invoice_deadline_day = models.PositiveSmallIntegerField(null=True)
    needs_budget = models.BooleanField()
    budget_through = models.DateField(null=True)
    bank = models.CharField(max_length=100, blank=True)
    cut_off = models.TimeField(null=True)
    pays_at = models.TimeField(null=True)
    transfer_days = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=200, blank=True)
    restored_from = models.PositiveIntegerField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="paying_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paying_version_numbered"),
            models.CheckConstraint(
                condition=(Q(closing_day=None) | Q(closing_day__gte=1, closing_day__lte=31))
                & (Q(invoice_deadline_day=None) | Q(invoice_deadline_day__gte=1, invoice_deadline_day__lte=31)),
                name="paying_days_of_a_month",
            ),
            models.CheckConstraint(
                condition=Q(payment_day_kind="MONTH_DAYS", weekday=None) & ~Q(month_days="")
                | Q(payment_day_kind="WEEKDAY", month_days="", weekday__gte=0, weekday__lte=6)
                | Q(payment_day_kind__in=["ANY_DAY", "LAST_BUSINESS_DAY"], month_days="", weekday=None),
                name="paying_payment_days_whole",
            ),
            models.CheckConstraint(
                condition=Q(tax_rate=None) | Q(tax_rate__lte=10_000), name="paying_tax_rate_at_most_whole"
            ),
            models.CheckConstraint(
                condition=Q(needs_budget=True) | Q(budget_through=None), name="paying_budget_needed"
            ),
            models.CheckConstraint(
                condition=Q(restored_from=None) | Q(restored_from__lt=models.F("number")),
                name="paying_restored_from_before",
            ),
        ]


class Mandate(models.Model):
    """Who else may pay for a customer to an own company (委托付款): by a signed paper, or decided without one for a reason."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+", db_index=False)
    debtor = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    payer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    signed_on = models.DateField()
    valid_through = models.DateField(null=True)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(payer=models.F("debtor")), name="paying_mandate_of_another"),
            models.CheckConstraint(condition=Q(document__isnull=False) | ~Q(reason=""), name="paying_mandate_ground"),
            models.CheckConstraint(
                condition=Q(valid_through=None) | Q(valid_through__gte=models.F("signed_on")),
                name="paying_mandate_days",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_name="") | Q(ended_at__isnull=False) & ~Q(ended_by_name=""),
                name="paying_mandate_end_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["debtor", "payer"], name="paying_mandate_pair"),
            models.Index(fields=["payer"], name="paying_mandate_payer"),
        ]


class PayingStep(models.Model):
    """One step of a version; blocked where `blocked_since` is set."""

    version = models.ForeignKey(PayingVersion, models.PROTECT, related_name="steps", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in StepKind])
    owner = models.ForeignKey("customers.Contact", models.PROTECT, null=True, related_name="+")
    owner_text = models.CharField(max_length=100, blank=True)
    usual_days = models.PositiveSmallIntegerField()
    evidence = models.CharField(max_length=300, blank=True)
    blocked_since = models.DateField(null=True)
    blocked_why = models.CharField(max_length=300, blank=True)
    mender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="paying_step_once"),
            models.CheckConstraint(condition=~Q(name=""), name="paying_step_named"),
            models.CheckConstraint(condition=Q(owner=None) | Q(owner_text=""), name="paying_step_one_owner"),
            models.CheckConstraint(
                condition=Q(blocked_since=None, blocked_why="", mender=None)
                | Q(blocked_since__isnull=False) & ~Q(blocked_why=""),
                name="paying_step_block_whole",
            ),
        ]
