"""Plans to pay with their items, instalments, history, holds and booked discounts, and the policy in versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.settlements.rules.plans import MOST_INSTALMENTS, Event, InterestRule, Kind, State
from huikuan.settlements.rules.policy import MOST_GRACE, MOST_RATE, MOST_REASONABLE

_SIGNED = Q(signed_on__isnull=False, signed_document_id__isnull=False) & ~Q(signed_by="")
_UNSIGNED = Q(signed_on=None, signed_document_id=None, signed_by="")
_BEFORE = Q(state__in=[State.DRAFT.value, State.WAITING.value, State.PROPOSED.value])
_LIVE = Q(state__in=[State.AGREED.value, State.RUNNING.value])
_KEPT_OR_BROKEN = Q(state__in=[State.DONE.value, State.BROKEN.value, State.SUPERSEDED.value])


class Plan(models.Model):
    """What is late, paid by a plan (还款计划、和解, HANDBOOK C8); its terms never change, another plan replaces it.

    `paid_minor` and `held_through` are those of when it was last judged; the amounts given up those of the day it was made.
    `called_on`: the day on which the whole rest was called in, and fell due (Civil Code Art. 634); `called_by` the act, 0 if none.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    settled_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    interest = models.CharField(max_length=14, choices=[(rule.value, rule.value) for rule in InterestRule])
    interest_loss_minor = models.BigIntegerField()
    time_loss_minor = models.BigIntegerField()
    policy_number = models.PositiveIntegerField()
    begins_on = models.DateField()
    text = models.CharField(max_length=2_000, blank=True)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    paid_minor = models.BigIntegerField(default=0)
    held_through = models.DateField()
    signed_by = models.CharField(max_length=150, blank=True)
    signed_on = models.DateField(null=True)
    signed_document_id = models.BigIntegerField(null=True)
    ended_on = models.DateField(null=True)
    called_on = models.DateField(null=True)
    called_by = models.BigIntegerField(default=0)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    settled_minor__gte=1,
                    settled_minor__lte=DOCUMENT_MAX_MINOR,
                    discount_minor__gte=0,
                    discount_minor__lt=F("settled_minor"),
                    interest_loss_minor__gte=0,
                    time_loss_minor__gte=0,
                    paid_minor__gte=0,
                ),
                name="settlements_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DISCOUNT_FOR_PAYMENT.value) | Q(discount_minor__gte=1),
                name="settlements_discount_named",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__gte=F("made_on"), held_through__gte=F("begins_on")),
                name="settlements_days_in_order",
            ),
            models.CheckConstraint(
                condition=(_BEFORE & _UNSIGNED)
                | ((_LIVE | _KEPT_OR_BROKEN) & _SIGNED)
                | Q(state=State.CANCELLED.value),
                name="settlements_agreed_when_signed",
            ),
            models.CheckConstraint(
                condition=((_BEFORE | _LIVE) & Q(ended_on=None)) | (~(_BEFORE | _LIVE) & Q(ended_on__isnull=False)),
                name="settlements_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(called_on=None, called_by=0)
                | Q(state=State.BROKEN.value, called_on__gte=F("ended_on"), called_by__gte=1),
                name="settlements_called_when_broken",
            ),
        ]
        indexes = [
            models.Index(fields=["held_through"], name="settlements_live", condition=_LIVE),
            models.Index(fields=["customer", "state"], name="settlements_of_customer"),
            models.Index(fields=["customer"], name="settlements_called", condition=Q(called_on__isnull=False)),
        ]


class PlanItem(models.Model):
    """An item a plan settles whole, with what was open and written off of it then; never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    written_off_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "receivable"], name="settlements_item_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, written_off_minor__gte=0), name="settlements_item_amount"
            ),
        ]


class Instalment(models.Model):
    """So much by that day, and the last day of its grace; never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    held_through = models.DateField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="settlements_instalment_once"),
            models.CheckConstraint(
                condition=Q(
                    number__gte=1, number__lte=MOST_INSTALMENTS, amount_minor__gte=1, held_through__gte=F("day")
                ),
                name="settlements_instalment_whole",
            ),
        ]


class Hold(models.Model):
    """A live plan holds an item: no two at once; released when the plan ends, never deleted.

    `pause_id` is the pause of its late-payment interest, where the plan agrees on one.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="holds")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    pause_id = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receivable"], condition=Q(released_at=None), name="settlements_one_plan_an_item"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(released_at__gte=F("since")), name="settlements_hold_in_order"
            ),
        ]


class PlanDiscount(models.Model):
    """What of the discount was booked on an item when the plan was done, and by which posting; append-only."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="discounts")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    posting_id = models.BigIntegerField(unique=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "receivable"], name="settlements_discount_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="settlements_discount_amount"),
        ]


class PlanStep(models.Model):
    """What happened to a plan, when and by whom; append-only. `on` is the day it is about, such as that of a demand.

    `document_id` is the paper that proves a demand.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    on = models.DateField()
    minor = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=500, blank=True)
    document_id = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class PolicyVersion(models.Model):
    """A version of the policy of plans with its source; append-only."""

    number = models.PositiveIntegerField(unique=True)
    grace_days = models.PositiveSmallIntegerField()
    capital_rate_permyriad = models.PositiveIntegerField()
    free_minor = models.BigIntegerField()
    free_loss_minor = models.BigIntegerField()
    tier_loss_minor = models.BigIntegerField()
    reasonable_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    grace_days__lte=MOST_GRACE,
                    capital_rate_permyriad__lte=MOST_RATE,
                    free_minor__gte=0,
                    free_loss_minor__gte=0,
                    tier_loss_minor__gte=0,
                    reasonable_days__gte=1,
                    reasonable_days__lte=MOST_REASONABLE,
                ),
                name="settlements_policy_bounded",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="settlements_policy_says_why"),
        ]
