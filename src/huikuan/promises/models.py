"""Promises to pay with their items and history, requests for a later day, and the policy in versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.promises.rules import LEAST_KEPT, MOST_GRACE, WHOLE, Channel, Event, ExtensionState, State


class Promise(models.Model):
    """So much by that day, who said so and how we heard of it (付款承诺, HANDBOOK C7).

    `paid_minor` is the money found when it was last judged; grace and threshold are those of the policy it was made under.
    `names_items`: he named the items (None: not known, of promises recorded before that was written down); else any of his.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    day = models.DateField()
    held_through = models.DateField()
    kept_permille = models.PositiveSmallIntegerField()
    policy_number = models.PositiveIntegerField()
    said_by = models.CharField(max_length=150)
    role = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8, choices=[(channel.value, channel.value) for channel in Channel])
    text = models.CharField(max_length=2_000, blank=True)
    link_id = models.BigIntegerField(null=True)
    names_items = models.BooleanField(null=True)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=150)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    paid_minor = models.BigIntegerField(default=0)
    ended_on = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR, paid_minor__gte=0),
                name="promises_amount",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=F("made_on"), held_through__gte=F("day")), name="promises_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", ended_on=None) | (~Q(state="RUNNING") & Q(ended_on__isnull=False)),
                name="promises_ended_when_judged",
            ),
            models.CheckConstraint(condition=~Q(said_by=""), name="promises_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["held_through"], name="promises_running", condition=Q(state="RUNNING")),
            models.Index(fields=["customer", "state"], name="promises_of_customer"),
        ]


class PromiseItem(models.Model):
    """So much of a receivable was promised; never changed."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "receivable"], name="promises_item_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="promises_item_amount"),
        ]


class PromiseStep(models.Model):
    """What happened to a promise, when and by whom; append-only."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=12, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    paid_minor = models.BigIntegerField()
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=500, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class Extension(models.Model):
    """A customer asks to pay some items later; accepted, it becomes a promise, and the due dates stay as they are."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    receivable_ids = models.JSONField()
    day = models.DateField()
    text = models.CharField(max_length=2_000)
    said_by = models.CharField(max_length=150, blank=True)
    link_id = models.BigIntegerField(null=True)
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=150)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in ExtensionState])
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=2_000, blank=True)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="extension")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="promises_extension_says_why"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="promises_extension_amount"),
            models.CheckConstraint(
                condition=Q(state="ASKED", decided_at=None, promise=None)
                | Q(state="REFUSED", decided_at__isnull=False, promise=None)
                | Q(state="ACCEPTED", decided_at__isnull=False, promise__isnull=False),
                name="promises_extension_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["asked_on"], name="promises_extensions", condition=Q(state="ASKED"))]


class PolicyVersion(models.Model):
    """Grace in business days, the share that counts as kept, per mille, and how far ahead a guest may promise; append-only.

    Versions saved before the last was kept have none: the shipped one holds.
    """

    number = models.PositiveIntegerField(unique=True)
    grace_days = models.PositiveSmallIntegerField()
    kept_permille = models.PositiveSmallIntegerField()
    guest_days = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grace_days__lte=MOST_GRACE, kept_permille__gte=LEAST_KEPT, kept_permille__lte=WHOLE),
                name="promises_policy_bounded",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="promises_policy_says_why"),
        ]
