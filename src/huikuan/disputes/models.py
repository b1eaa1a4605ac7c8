"""Disputes with their items and history, and how long each reason may take, in versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.disputes.rules import HOLDING, Ending, Event, Reason, State
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

_HOLDING = Q(state__in=[state.value for state in HOLDING])


class Dispute(models.Model):
    """What a customer does not want to pay, why, who of us decides it and until when (争议, HANDBOOK C9)."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=14, choices=[(reason.value, reason.value) for reason in Reason])
    text = models.CharField(max_length=2_000)
    said_by = models.CharField(max_length=150, blank=True)
    link_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField(null=True)
    opened_by_name = models.CharField(max_length=150)
    owner_id = models.BigIntegerField(null=True)
    deadline = models.DateField()
    policy_number = models.PositiveIntegerField()
    ended_on = models.DateField(null=True)
    ending = models.CharField(max_length=11, blank=True, choices=[(one.value, one.value) for one in Ending])
    escalated_on = models.DateField(null=True)
    escalated_to_id = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="disputes_says_why"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="disputes_about_something"),
            models.CheckConstraint(
                condition=(_HOLDING & Q(ended_on=None))
                | (~_HOLDING & Q(ended_on__isnull=False, ended_on__gte=F("opened_on"))),
                name="disputes_ended_when_decided",
            ),
            models.CheckConstraint(condition=Q(ending="") | Q(state=State.SETTLED.value), name="disputes_settled_by"),
            models.CheckConstraint(
                condition=Q(escalated_on=None, escalated_to_id=None)
                | Q(escalated_on__isnull=False, escalated_on__gt=F("deadline")),
                name="disputes_escalated_after_the_deadline",
            ),
            models.CheckConstraint(condition=Q(deadline__gte=F("opened_on")), name="disputes_days_in_order"),
        ]
        indexes = [
            models.Index(fields=["deadline"], name="disputes_holding", condition=Q(ended_on=None)),
            models.Index(fields=["customer", "state"], name="disputes_of_customer"),
        ]


class DisputeItem(models.Model):
    """So much of a receivable is disputed; `open_minor` was open and not disputed then; never changed."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "receivable"], name="disputes_item_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=F("open_minor"), open_minor__lte=DOCUMENT_MAX_MINOR),
                name="disputes_item_within_open",
            ),
        ]


class DisputeStep(models.Model):
    """What happened to a dispute, when and by whom; append-only."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=12, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=2_000, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class DisputeProof(models.Model):
    """What a decision rests on: so much of a credit note, a corrected invoice, or a paper by its name; append-only."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="proofs")
    invoice = models.ForeignKey("receivables.Invoice", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    amount_minor = models.BigIntegerField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "invoice"], name="disputes_proof_once"),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, document=None, name="", amount_minor__gte=0)
                | (Q(invoice=None, document__isnull=False, amount_minor=0) & ~Q(name="")),
                name="disputes_proof_of_one_thing",
            ),
        ]


class PolicyVersion(models.Model):
    """How many business days each reason may take; append-only."""

    number = models.PositiveIntegerField(unique=True)
    days = models.JSONField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="disputes_policy_says_why")]
