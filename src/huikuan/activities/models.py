"""The contact record: every call, visit, letter and note with a customer, and what comes next. Append-only."""

from django.db import models
from django.db.models import Q

from huikuan.activities.rules import ActivityKind, Outcome, SubjectKind
from huikuan.activities.visit_rules import VisitState


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


class Conversation(models.Model):
    """Who was reached in a contact and how it went; append-only. The person is named by his id, so that he can be erased."""

    activity = models.OneToOneField(Activity, models.PROTECT, primary_key=True, related_name="conversation")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    opening = models.CharField(max_length=1_000, blank=True)
    bargaining = models.CharField(max_length=1_000, blank=True)
    action = models.CharField(max_length=1_000, blank=True)
    consequence = models.CharField(max_length=1_000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consequence="") | ~Q(action=""), name="activities_consequence_of_an_action"
            ),
            models.CheckConstraint(
                condition=~Q(contact=None, role="", opening="", bargaining="", action=""),
                name="activities_conversation_says_something",
            ),
        ]


class PlannedVisit(models.Model):
    """A visit to a customer on a day of somebody's plan; what came of it is an activity."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    day = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in VisitState])
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "person_id", "day"],
                condition=~Q(state=VisitState.DROPPED.value),
                name="activities_visit_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.DONE.value, activity__isnull=False)
                | Q(state__in=[VisitState.PLANNED.value, VisitState.DROPPED.value], activity=None),
                name="activities_visit_done_has_activity",
            ),
        ]
        indexes = [models.Index(fields=["day", "person_id"], name="activities_visits_of_day")]
