"""The contact record: every call, visit, letter and note with a customer, and what comes next. Append-only."""

from django.db import models
from django.db.models import Q

from huikuan.activities.rules import ActivityKind, Outcome, SubjectKind


class Activity(models.Model):
    """One contact with a customer, or a note about him."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActivityKind])
    at = models.DateTimeField()
    who_id = models.BigIntegerField(null=True)
    who_name = models.CharField(max_length=150)
    text = models.TextField()
    outcome = models.CharField(max_length=12, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    next_action = models.CharField(max_length=300, blank=True)
    next_date = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_action="", next_date=None) | (~Q(next_action="") & Q(next_date__isnull=False)),
                name="activities_next_step_whole",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="activities_text_not_empty"),
        ]
        indexes = [
            models.Index(fields=["customer", "at"], name="activities_of_customer"),
            models.Index(fields=["next_date"], name="activities_next", condition=Q(next_date__isnull=False)),
        ]


class ActivitySubject(models.Model):
    """One thing an activity is about; the table is by kind, so there is no foreign key."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in SubjectKind])
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind", "object_id"], name="activities_subject_once")
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="activities_about")]
