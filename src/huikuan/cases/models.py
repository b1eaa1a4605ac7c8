"""Case files: the claim, its items, the steps and costs, append-only; its days are deadlines of the room of clocks."""

from django.db import models
from django.db.models import Q

from huikuan.cases.rules import Cost, Event, Kind, State
from huikuan.kernel.money import DOCUMENT_MAX_MINOR


class Case(models.Model):
    """A debt before lawyers, mediators or courts; amounts in minor units of one currency; `handler_id` looks after its days."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    authority = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100, blank=True)
    lawyer = models.CharField(max_length=100, blank=True)
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField(default=0)
    awarded_minor = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    last_on = models.DateField()
    filed_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    in_force_on = models.DateField(null=True)
    enforced_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=2_000, blank=True)
    handler_id = models.BigIntegerField(null=True)
    opened_by = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_minor__gte=1, principal_minor__lte=DOCUMENT_MAX_MINOR, interest_minor__gte=0),
                name="cases_amount",
            ),
            models.CheckConstraint(
                condition=Q(awarded_minor=None) | Q(awarded_minor__gte=0), name="cases_awarded_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WITHDRAWN", "CLOSED"], ended_on__isnull=False)
                | (~Q(state__in=["WITHDRAWN", "CLOSED"]) & Q(ended_on=None)),
                name="cases_ended_with_a_day",
            ),
        ]
        indexes = [models.Index(fields=["customer", "state"], name="cases_of_customer")]


class CaseItem(models.Model):
    """So much of an item is claimed; `is_running` falls with the end of the case, so that an item is in one running case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    claimed_minor = models.BigIntegerField()
    is_running = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "receivable"], name="cases_item_once"),
            models.UniqueConstraint(fields=["receivable"], name="cases_item_in_one_case", condition=Q(is_running=True)),
            models.CheckConstraint(condition=Q(claimed_minor__gte=1), name="cases_item_amount"),
        ]


class CaseStep(models.Model):
    """A stage that was reached."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=12, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    on = models.DateField()
    note = models.CharField(max_length=2_000, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class CaseCost(models.Model):
    """What was paid for the case; what of it is claimed is paid off before interest and principal (CC 561)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Cost])
    amount_minor = models.BigIntegerField()
    is_claimed = models.BooleanField(default=True)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gte=1), name="cases_cost_amount")]
