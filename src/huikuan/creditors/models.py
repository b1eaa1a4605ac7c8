"""Other creditors of a customer, and joint steps that our people plan and do by hand."""

from django.db import models
from django.db.models import Q

from huikuan.creditors.rules import Confidence, Source, StepKind, StepState
from huikuan.kernel.money import DOCUMENT_MAX_MINOR


class OtherCreditor(models.Model):
    """Somebody else who supplies the customer and may be owed (其他债权人), with source and how sure we are."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    supplies = models.CharField(max_length=200, blank=True)
    owed_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Source])
    confidence = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Confidence])
    seen_on = models.DateField()
    note = models.CharField(max_length=1_000, blank=True)
    is_past = models.BooleanField(default=False)
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="creditors_named"),
            models.CheckConstraint(
                condition=Q(owed_minor=None) | Q(owed_minor__gte=1, owed_minor__lte=DOCUMENT_MAX_MINOR),
                name="creditors_owed",
            ),
            models.CheckConstraint(condition=~Q(confidence="HEARSAY", note=""), name="creditors_hearsay_says_who"),
        ]


class JointStep(models.Model):
    """A step with another creditor that one of our people does on a day; done, it stands on the customer's time line."""

    creditor = models.ForeignKey(OtherCreditor, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in StepKind])
    on = models.DateField()
    owner_id = models.BigIntegerField()
    owner_name = models.CharField(max_length=150)
    text = models.CharField(max_length=1_000)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in StepState])
    result = models.CharField(max_length=1_000, blank=True)
    activity_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="creditors_step_says_what"),
            models.CheckConstraint(
                condition=Q(state="PLANNED", ended_at=None, activity_id=None)
                | Q(state="DONE", ended_at__isnull=False, activity_id__isnull=False)
                | Q(state="DROPPED", ended_at__isnull=False, activity_id=None),
                name="creditors_step_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="PLANNED") | ~Q(result=""), name="creditors_step_ends_with_result"
            ),
        ]
