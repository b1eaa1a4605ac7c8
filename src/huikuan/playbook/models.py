"""Strategies in versions, contacts made with one and what came of them, the policy of measuring, plans for negotiations."""

from django.db import models
from django.db.models import Q

from huikuan.playbook.rules.measuring import MOST_CASES, MOST_DAYS, WHOLE
from huikuan.playbook.rules.situations import Age


class StrategyVersion(models.Model):
    """A strategy as somebody wrote it (策略, HANDBOOK C4); the newest number holds; append-only."""

    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="playbook_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="playbook_version_numbered"),
            models.CheckConstraint(condition=~Q(reason=""), name="playbook_version_says_why"),
        ]


class StrategyUse(models.Model):
    """A contact made with a strategy, and the facts of the debt as they were then; append-only."""

    activity = models.OneToOneField("activities.Activity", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    strategy = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    used_on = models.DateField()
    cause = models.CharField(max_length=20, blank=True)
    nature = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=8, blank=True)
    age = models.CharField(max_length=10, choices=[(age.value, age.value) for age in Age])
    days_overdue = models.IntegerField()
    currency = models.CharField(max_length=3)
    asked_minor = models.BigIntegerField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(asked_minor__gte=1), name="playbook_use_amount"),
            models.CheckConstraint(condition=~Q(strategy=""), name="playbook_use_of_one"),
        ]
        indexes = [models.Index(fields=["used_on"], name="playbook_uses_by_day")]


class UsedItem(models.Model):
    """An item that was asked for, and what of it was open then; append-only."""

    use = models.ForeignKey(StrategyUse, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    open_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use", "receivable"], name="playbook_item_once"),
            models.CheckConstraint(condition=Q(open_minor__gte=1), name="playbook_item_amount"),
        ]


class UseResult(models.Model):
    """What came within the days of the policy; written once, when they are over. The groups are the use's; append-only."""

    use = models.OneToOneField(StrategyUse, models.PROTECT, related_name="result")
    strategy = models.CharField(max_length=40)
    cause = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=8, blank=True)
    age = models.CharField(max_length=10)
    paid_minor = models.BigIntegerField()
    paid_permille = models.PositiveSmallIntegerField()
    has_succeeded = models.BooleanField()
    within_days = models.PositiveSmallIntegerField()
    policy_number = models.PositiveIntegerField()
    judged_on = models.DateField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0, paid_permille__gte=0, paid_permille__lte=WHOLE),
                name="playbook_result_share",
            )
        ]
        indexes = [
            models.Index(fields=["strategy", "cause", "grade", "age", "has_succeeded"], name="playbook_results_counted")
        ]


class MeasureVersion(models.Model):
    """Within how many days, from which paid share, and from how many cases success counts; append-only."""

    number = models.PositiveIntegerField(unique=True)
    within_days = models.PositiveSmallIntegerField()
    success_permille = models.PositiveSmallIntegerField()
    enough_cases = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    within_days__gte=1,
                    within_days__lte=MOST_DAYS,
                    success_permille__gte=1,
                    success_permille__lte=WHOLE,
                    enough_cases__gte=2,
                    enough_cases__lte=MOST_CASES,
                ),
                name="playbook_measure_bounded",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="playbook_measure_says_why"),
        ]


class NegotiationPlan(models.Model):
    """Our aim, our bottom line and the alternatives with one customer (底线, HANDBOOK C5); the newest holds; append-only."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    aim = models.CharField(max_length=1_000)
    bottom_line = models.CharField(max_length=1_000)
    alternatives = models.CharField(max_length=2_000, blank=True)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="playbook_plan_once"),
            models.CheckConstraint(condition=~Q(aim="") & ~Q(bottom_line=""), name="playbook_plan_whole"),
        ]
