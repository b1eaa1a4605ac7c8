"""Flags with what became of them, the thresholds as versions, and the runs that looked."""

from django.db import models
from django.db.models import F, Q

from huikuan.oversight.rules.flags import Event, Kind, State


class PolicyVersion(models.Model):
    """The thresholds of every rule, as somebody decided them and why; append-only."""

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="oversight_policy_says_why")]


class Run(models.Model):
    """One look at the books: for which day, from which day on, what came of it; append-only."""

    day = models.DateField()
    since = models.DateField()
    policy_number = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class Flag(models.Model):
    """Something a person should look at; found once, by its key. Those who acted never judge it themselves (TRUST S29)."""

    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in Kind])
    key = models.CharField(max_length=160, unique=True)
    day = models.DateField()
    found_on = models.DateField()
    run = models.ForeignKey(Run, models.PROTECT, related_name="flags")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=150, blank=True)
    other_person_id = models.BigIntegerField(null=True)
    other_person_name = models.CharField(max_length=150, blank=True)
    parameters = models.JSONField()
    rows = models.JSONField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    judged_by_id = models.BigIntegerField(null=True)
    judged_by_name = models.CharField(max_length=150, blank=True, default="")
    judged_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1_000, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="OPEN", judged_by_id=None, judged_at=None, note=""))
                | (~Q(state="OPEN") & Q(judged_by_id__isnull=False, judged_at__isnull=False) & ~Q(note="")),
                name="oversight_judged_whole",
            ),
            models.CheckConstraint(
                condition=Q(judged_by_id=None)
                | (
                    (Q(person_id=None) | ~Q(judged_by_id=F("person_id")))
                    & (Q(other_person_id=None) | ~Q(judged_by_id=F("other_person_id")))
                ),
                name="oversight_not_by_oneself",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-day", "-id"], name="oversight_by_state"),
            models.Index(fields=["customer"], name="oversight_of_customer"),
        ]


class FlagPerson(models.Model):
    """Whoever else is named in a flag beside the two that it names itself: he neither sees nor judges it. Append-only."""

    flag = models.ForeignKey(Flag, models.PROTECT, related_name="further", db_index=False)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flag", "person_id"], name="oversight_person_once")]


class FlagEvent(models.Model):
    """What somebody said of a flag; append-only."""

    flag = models.ForeignKey(Flag, models.PROTECT, related_name="events")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=1_000)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
