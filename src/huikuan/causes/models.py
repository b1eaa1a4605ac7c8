"""Recorded causes with their items, evidence, task on our side and history, and the policy in versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.causes.rules.causes import Cause as Why
from huikuan.causes.rules.causes import Event, State
from huikuan.causes.rules.requiring import MOST_DAYS, MOST_GRACE
from huikuan.kernel.money import DOCUMENT_MAX_MINOR


class Cause(models.Model):
    """Why items of one debt are not paid, on what evidence, and who follows it up (欠款原因, HANDBOOK C2)."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    cause = models.CharField(max_length=16, choices=[(why.value, why.value) for why in Why])
    text = models.CharField(max_length=2_000)
    owner_id = models.BigIntegerField()
    owner_name = models.CharField(max_length=150)
    since = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    ended_on = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="causes_says_why"),
            models.CheckConstraint(
                condition=Q(state="IN_FORCE", ended_on=None)
                | (~Q(state="IN_FORCE") & Q(ended_on__isnull=False, ended_on__gte=F("since"))),
                name="causes_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "state"], name="causes_of_customer"),
            models.Index(fields=["since"], name="causes_by_day"),
        ]


class CauseItem(models.Model):
    """An item a cause is about and what of it was open then; `ended_on` once it is settled or has a later cause."""

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    open_minor = models.BigIntegerField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "receivable"], name="causes_item_once"),
            models.UniqueConstraint(
                fields=["receivable"], condition=Q(ended_on=None), name="causes_one_in_force_an_item"
            ),
            models.CheckConstraint(
                condition=Q(open_minor__gte=1, open_minor__lte=DOCUMENT_MAX_MINOR), name="causes_item_amount"
            ),
        ]


class CauseEvidence(models.Model):
    """What shows that a cause is true: a file or a contact of the time line; never changed."""

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="evidence")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey("activities.Activity", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None, activity__isnull=False) | Q(document__isnull=False, activity=None),
                name="causes_evidence_is_one_thing",
            ),
            models.UniqueConstraint(fields=["cause", "document"], name="causes_document_once"),
            models.UniqueConstraint(fields=["cause", "activity"], name="causes_activity_once"),
        ]


class MendTask(models.Model):
    """What one of us does about a cause on our side, until when, and whether it is done."""

    cause = models.OneToOneField(Cause, models.PROTECT, related_name="mend")
    what = models.CharField(max_length=300)
    who_id = models.BigIntegerField()
    who_name = models.CharField(max_length=150)
    until = models.DateField()
    done_on = models.DateField(null=True)
    done_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="causes_mend_says_what"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by_name="") | (Q(done_on__isnull=False) & ~Q(done_by_name="")),
                name="causes_mend_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["until"], name="causes_to_mend", condition=Q(done_on=None))]


class CauseStep(models.Model):
    """What happened to a recorded cause, when and by whom; append-only."""

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=2_000, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class PolicyVersion(models.Model):
    """From which overdue amount or age a cause is required; append-only."""

    number = models.PositiveIntegerField(unique=True)
    amounts = models.JSONField()
    days = models.PositiveSmallIntegerField()
    grace_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS, grace_days__lte=MOST_GRACE),
                name="causes_policy_bounded",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="causes_policy_says_why"),
        ]
