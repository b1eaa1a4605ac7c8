"""Sanctions with their items, tasks and history, versions of ladders and letters, entries of the courts' list of debtors."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.sanctions.rules.rungs import LIVE, Duty, Event, Rung, State, TaskEnd

_RUNGS = [(rung.value, rung.value) for rung in Rung]
_STATES = [(state.value, state.value) for state in State]
_LIVE = sorted(state.value for state in LIVE)
_TOLD = ("NOTIFIED", "IN_FORCE")


class Sanction(models.Model):
    """A rung of the ladder for a customer and an own company (惩戒): what is asked for, on which facts, and where it stands.

    `facts` are what people stated with papers, `gate` the answer of the law when it was last asked. `order_number` is what a
    stop of supply keeps back. `lower_…` is by how much each delivery must lower what is owed; `reference_minor` what was owed
    when that began. `named` are the items its letter named, each with what was asked of it, minor units. `credit_stop_id` is
    the stop of credit control that it set, `case_id` the case file legal action stands in.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    rung = models.CharField(max_length=20, choices=_RUNGS)
    state = models.CharField(max_length=10, choices=_STATES)
    currency = models.CharField(max_length=3)
    asked_minor = models.BigIntegerField()
    order_number = models.CharField(max_length=60, blank=True, default="")
    lower_minor = models.BigIntegerField(default=0)
    lower_permille = models.PositiveSmallIntegerField(default=0)
    reference_minor = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500)
    facts = models.JSONField(default=dict)
    facts_by_id = models.BigIntegerField(null=True)
    gate = models.JSONField(default=dict)
    policy_number = models.PositiveIntegerField()
    proposed_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_by_name = models.CharField(max_length=150)
    request_id = models.BigIntegerField(unique=True, null=True)
    moved_on = models.DateField()
    noticed_on = models.DateField(null=True)
    notice_way = models.CharField(max_length=8, blank=True, default="")
    letter = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    message_id = models.BigIntegerField(unique=True, null=True)
    named = models.JSONField(null=True)
    credit_stop_id = models.BigIntegerField(unique=True, null=True)
    case_id = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "company", "rung"], condition=Q(state__in=_LIVE), name="sanctions_rung_once"
            ),
            models.CheckConstraint(
                condition=Q(asked_minor__gte=1, asked_minor__lte=DOCUMENT_MAX_MINOR), name="sanctions_amount"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="sanctions_say_why"),
            models.CheckConstraint(
                condition=~Q(state__in=_TOLD) | Q(noticed_on__isnull=False, letter__isnull=False),
                name="sanctions_told_by_letter",
            ),
            models.CheckConstraint(
                condition=~Q(rung=Rung.STOP_SUPPLY.value, state=State.IN_FORCE.value)
                | (Q(credit_stop_id__isnull=False) & ~Q(order_number="")),
                name="sanctions_supply_stopped_in_credit",
            ),
            models.CheckConstraint(
                condition=Q(lower_minor__gte=0, lower_minor__lte=DOCUMENT_MAX_MINOR, lower_permille__lte=1_000)
                & (~Q(rung=Rung.CONTROLLED_SHIPPING.value) | Q(lower_minor__gt=0) | Q(lower_permille__gt=0)),
                name="sanctions_control_lowers",
            ),
            models.CheckConstraint(
                condition=~Q(rung=Rung.LEGAL.value, state=State.IN_FORCE.value) | Q(case_id__isnull=False),
                name="sanctions_legal_has_its_case",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "rung"], name="sanctions_by_state"),
            models.Index(fields=["customer", "company"], name="sanctions_of_customer"),
        ]


class SanctionItem(models.Model):
    """An overdue item the sanction asks for, with what was undisputed of it then, minor units; never changed."""

    sanction = models.ForeignKey(Sanction, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    asked_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sanction", "receivable"], name="sanctions_item_once"),
            models.CheckConstraint(condition=Q(asked_minor__gte=1), name="sanctions_item_amount"),
        ]


class SanctionTask(models.Model):
    """What somebody has to do by hand for a sanction in force, or to undo once it is released; open until it is ended.

    Ended as DONE by who did it, with what was done, or DROPPED as the sanction was released before.
    """

    sanction = models.ForeignKey(Sanction, models.PROTECT, related_name="tasks")
    duty = models.CharField(max_length=4, choices=[(duty.value, duty.value) for duty in Duty])
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    responsible_name = models.CharField(max_length=150, blank=True, default="")
    opened_on = models.DateField()
    ended = models.CharField(max_length=7, blank=True, default="", choices=[(end.value, end.value) for end in TaskEnd])
    ended_on = models.DateField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sanction", "duty"], name="sanctions_task_once"),
            models.CheckConstraint(
                condition=Q(ended="", ended_on=None) | ~Q(ended="") & Q(ended_on__isnull=False),
                name="sanctions_task_end_whole",
            ),
            models.CheckConstraint(
                condition=~Q(ended=TaskEnd.DONE.value) | (~Q(note="") & ~Q(ended_by_name="")),
                name="sanctions_task_done_says_what",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(ended=""), name="sanctions_open_tasks")]


class SanctionStep(models.Model):
    """What happened to a sanction, when, by whom, and what the gate said on which facts; append-only."""

    sanction = models.ForeignKey(Sanction, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=_STATES)
    on = models.DateField()
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=1_000, blank=True)
    gate = models.JSONField(default=dict)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class NoticeArrival(models.Model):
    """The notice of a sanction reached the debtor on a day, by the paper that proves it; append-only, the newest counts.

    A row without a day takes the one before back, and `note` says why.
    """

    sanction = models.ForeignKey(Sanction, models.PROTECT, related_name="arrivals")
    on = models.DateField(null=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=False, document__isnull=False) | Q(on=None, document=None) & ~Q(note=""),
                name="sanctions_arrival_by_paper",
            ),
        ]


class LadderVersion(models.Model):
    """One version of the ladders by customer class; editing makes the next one, none is ever changed."""

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="sanctions_ladder_says_why")]


class LetterVersion(models.Model):
    """A text of ours for the letter of a rung (or the release) in a language; in use once another person approved it (S29).

    `alone_because` is the reason of an author who approved it himself, as nobody else could.
    """

    letter = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150)
    body = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approver_name = models.CharField(max_length=150, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    alone_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "language", "number"], name="sanctions_letter_once"),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")) | ~Q(alone_because=""),
                name="sanctions_letter_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(approver=None, approved_at=None) | Q(approver__isnull=False, approved_at__isnull=False),
                name="sanctions_letter_approval_whole",
            ),
        ]


class CourtEntry(models.Model):
    """A customer stands, or stood, on the courts' list of debtors (失信被执行人名单): recorded as looked up; append-only."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    court = models.CharField(max_length=150)
    case_number = models.CharField(max_length=80)
    stands = models.BooleanField()
    checked_on = models.DateField()
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(case_number="") & ~Q(court=""), name="sanctions_court_named"),
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="sanctions_court_of_customer")]
