"""Price confirmations with their lines, what happened to them, and the tolerance as versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.kernel.micros import MICROS_MAX
from huikuan.prices.rules.comparing import MOST_TOLERANCE_PERMILLE
from huikuan.prices.rules.confirming import Event, State

_SIGNED = Q(signed_on__isnull=False, signed_document__isnull=False) & ~Q(signed_by="")
_UNSIGNED = Q(signed_on=None, signed_document=None, signed_by="")


class Confirmation(models.Model):
    """What a customer confirmed to pay for items, and from when to when (供货价格确认书).

    `ends_on` is the last day it held: the last day agreed, or the day before a later one replaced it.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_through = models.DateField()
    ends_on = models.DateField()
    due_anchor = models.CharField(max_length=24)
    due_roll = models.CharField(max_length=16)
    due_months = models.PositiveSmallIntegerField(default=0)
    due_days = models.PositiveSmallIntegerField(default=0)
    due_fixed_day = models.PositiveSmallIntegerField(null=True)
    due_grace_days = models.PositiveSmallIntegerField(default=0)
    due_holiday_roll = models.CharField(max_length=16)
    term_text = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    written_by_id = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    signed_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=100, blank=True, default="")
    signed_document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="prices_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="prices_numbered"),
            models.CheckConstraint(condition=Q(valid_through__gte=F("valid_from")), name="prices_days_in_order"),
            models.CheckConstraint(condition=Q(ends_on__lte=F("valid_through")), name="prices_ends_in_time"),
            models.CheckConstraint(
                condition=(Q(state__in=["DRAFT", "SENT"]) & _UNSIGNED)
                | (Q(state__in=["SIGNED", "REPLACED"]) & _SIGNED)
                | (Q(state="EXPIRED") & (_SIGNED | _UNSIGNED)),
                name="prices_signature_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state="REPLACED") & Q(replaced_by__isnull=False))
                | (~Q(state="REPLACED") & Q(replaced_by=None)),
                name="prices_replaced_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "company", "currency", "valid_from"], name="prices_of_customer"),
            models.Index(fields=["valid_through"], condition=Q(state__in=["SENT", "SIGNED"]), name="prices_to_expire"),
        ]


class Line(models.Model):
    """An item and its price, millionths of the currency, tax included; rewritten only while the confirmation is a draft."""

    confirmation = models.ForeignKey(Confirmation, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    item_code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    specification = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    price_micros = models.BigIntegerField()
    tax_permille = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "number"], name="prices_line_once"),
            models.CheckConstraint(condition=~Q(name=""), name="prices_line_named"),
            models.CheckConstraint(
                condition=Q(price_micros__gte=1, price_micros__lte=MICROS_MAX), name="prices_line_priced"
            ),
            models.CheckConstraint(condition=Q(tax_permille__lte=1_000), name="prices_line_tax"),
        ]


class Happening(models.Model):
    """What happened to a confirmation, when and by whom; append-only."""

    confirmation = models.ForeignKey(Confirmation, models.PROTECT, related_name="happenings")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class TolerancePolicy(models.Model):
    """By how many per mille a billed price may differ from the confirmed one; each version stays; append-only."""

    number = models.PositiveIntegerField(unique=True)
    tolerance_permille = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tolerance_permille__lte=MOST_TOLERANCE_PERMILLE), name="prices_tolerance_bounded"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="prices_tolerance_says_why"),
        ]
