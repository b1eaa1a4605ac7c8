"""Contracts with their versions, amendments, milestones and what happened to them."""

from django.db import models
from django.db.models import F, Q

from huikuan.contracts.rules.states import AmendmentState, ContractState, MilestoneState, MilestoneStep
from huikuan.contracts.rules.terms import MilestoneKind, Trigger
from huikuan.kernel.money import DOCUMENT_MAX_MINOR


class Contract(models.Model):
    """What one own company and one customer agreed (合同); what it says is its current version."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ContractState])
    version = models.PositiveIntegerField(default=1)
    signed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="contracts_number_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR), name="contracts_amount"
            ),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="contracts_named"),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"]) | Q(signed_on__isnull=False), name="contracts_signed_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ContractState]), name="contracts_state"
            ),
        ]
        indexes = [models.Index(fields=["company", "state", "id"], name="contracts_by_state")]


class ContractVersion(models.Model):
    """What a contract said from this version on; append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="contracts_version_once")]


class Amendment(models.Model):
    """A change of a signed contract (补充协议), a draft until it is adopted or withdrawn; one draft at a time."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="amendments")
    from_version = models.PositiveIntegerField()
    terms = models.JSONField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in AmendmentState])
    drafted_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=Q(state="DRAFT"), name="contracts_one_draft"),
            models.CheckConstraint(condition=~Q(reason=""), name="contracts_amendment_reason"),
        ]


class Milestone(models.Model):
    """One payment of the collection plan (回款计划) with its exact amount and what became of it.

    `due_on` is the day its receivable is due, computed when it fired; `expected_on` and `expected_due` are foreseen.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, db_index=False, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in MilestoneKind])
    trigger = models.CharField(max_length=20, choices=[(trigger.value, trigger.value) for trigger in Trigger])
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in MilestoneState])
    expected_on = models.DateField(null=True)
    expected_due = models.DateField(null=True)
    fired_on = models.DateField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_milestone_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR),
                name="contracts_milestone_amount",
            ),
            models.CheckConstraint(
                condition=Q(state="FIRED", fired_on__isnull=False, due_on__isnull=False)
                | (~Q(state="FIRED") & Q(fired_on__isnull=True, due_on__isnull=True)),
                name="contracts_milestone_fired",
            ),
            models.CheckConstraint(
                condition=~Q(state="HELD") | Q(kind="RETENTION"), name="contracts_only_retention_held"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expected_on"], name="contracts_milestones_waiting", condition=Q(state__in=["PLANNED", "HELD"])
            )
        ]


class ContractEvent(models.Model):
    """Something that happened: delivery, acceptance, progress, a confirmed statement, a release, a day that came. Append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=[(trigger.value, trigger.value) for trigger in Trigger])
    happened_on = models.DateField()
    progress_permille = models.PositiveSmallIntegerField(default=0)
    is_deemed = models.BooleanField(default=False)
    signatory = models.CharField(max_length=100, blank=True)
    signatory_role = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    document_id = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="PROGRESS", progress_permille__gte=1, progress_permille__lte=1000)
                | (~Q(kind="PROGRESS") & Q(progress_permille=0)),
                name="contracts_event_progress",
            )
        ]


class MilestoneMove(models.Model):
    """What an event did to a milestone, with the due day and its derivation where it fired; append-only."""

    event = models.ForeignKey(ContractEvent, models.PROTECT, db_index=False, related_name="moves")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="moves")
    step = models.CharField(max_length=10, choices=[(step.value, step.value) for step in MilestoneStep])
    due_on = models.DateField(null=True)
    contract_due_on = models.DateField(null=True)
    derivation = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "milestone"], name="contracts_move_once"),
            models.CheckConstraint(
                condition=Q(step="HOLD", due_on__isnull=True)
                | Q(step__in=["FIRE", "RELEASE"], due_on__isnull=False, contract_due_on__gte=F("due_on")),
                name="contracts_move_due",
            ),
        ]


class EventUndoing(models.Model):
    """An event that was taken back, by whom and why; append-only."""

    event = models.OneToOneField(ContractEvent, models.PROTECT, related_name="undoing")
    reason = models.CharField(max_length=300)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="contracts_undoing_reason")]
