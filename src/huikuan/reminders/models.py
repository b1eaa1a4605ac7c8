"""Policies and letter texts as versions, runs with their rows, the steps items have taken, pauses, forewarnings."""

from django.db import models
from django.db.models import F, Q

from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.policy import PAYMENT_DAY_WITHIN, SMALL_RUN, EntryRule, Phase, Tone
from huikuan.reminders.rules.posting import PostState
from huikuan.reminders.rules.runs import Decision, RunState


class PolicyVersion(models.Model):
    """One version of the policy of a class of customers; editing makes the next one, none is ever changed."""

    customer_class = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=400)
    forewarn_days = models.PositiveSmallIntegerField()
    entry_rule = models.CharField(max_length=10, choices=[(rule.value, rule.value) for rule in EntryRule])
    minimum_minor = models.JSONField(default=dict)
    most_per_day = models.PositiveSmallIntegerField()
    most_per_week = models.PositiveSmallIntegerField()
    window_start = models.TimeField()
    window_end = models.TimeField()
    bank_fresh_days = models.PositiveSmallIntegerField(null=True)
    bound_factor = models.PositiveSmallIntegerField()
    small_run = models.PositiveSmallIntegerField(default=SMALL_RUN)
    payment_day_within = models.PositiveSmallIntegerField(db_default=PAYMENT_DAY_WITHIN, default=PAYMENT_DAY_WITHIN)
    waits_for_payment_day = models.BooleanField(db_default=False, default=False)
    waits_for_our_side = models.BooleanField(db_default=False, default=False)
    effective_from = models.DateField(null=True)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_class", "number"], name="reminders_policy_once"),
            models.CheckConstraint(condition=Q(window_end__gt=F("window_start")), name="reminders_window_not_empty"),
            models.CheckConstraint(condition=Q(most_per_day__gte=1), name="reminders_cap_positive"),
        ]


class PolicyStep(models.Model):
    """One step of a policy; `days` are counted before or after the due date as the phase says, and never signed."""

    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="steps")
    phase = models.CharField(max_length=10, choices=[(phase.value, phase.value) for phase in Phase])
    ordinal = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    gap_days = models.PositiveSmallIntegerField(default=0)
    tone = models.CharField(max_length=10, choices=[(tone.value, tone.value) for tone in Tone])
    channel = models.CharField(max_length=10, choices=[(channel.value, channel.value) for channel in TO_CUSTOMERS])
    else_channel = models.CharField(max_length=10, blank=True, db_default="", default="")
    with_pdf = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "phase", "ordinal"], name="reminders_step_once")]


class LetterVersion(models.Model):
    """A letter text of ours for a kind, tone and language; in use once another person has approved it (S29).

    `alone_because` is the reason of an author who approved it himself, as nobody else could.
    """

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in LetterKind])
    tone = models.CharField(max_length=10, choices=[(tone.value, tone.value) for tone in Tone])
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150)
    body = models.TextField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    alone_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "tone", "language", "number"], name="reminders_letter_once"),
            models.CheckConstraint(
                condition=Q(approver_id=None) | ~Q(approver_id=F("author_id")) | ~Q(alone_because=""),
                name="reminders_letter_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(approver_id=None, approved_at=None)
                | Q(approver_id__isnull=False, approved_at__isnull=False),
                name="reminders_letter_approval_whole",
            ),
        ]


class Run(models.Model):
    """One look at all open items on one day: who would get which message, and why the others do not.

    `alone_because` is the reason of a planner who approved his own run, as nobody else could.
    """

    day = models.DateField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in RunState])
    planned_at = models.DateTimeField()
    planner_id = models.BigIntegerField(null=True)
    planner_name = models.CharField(max_length=150)
    items_seen = models.IntegerField()
    messages = models.IntegerField()
    hold_reasons = models.JSONField(default=list)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=150, blank=True)
    alone_because = models.CharField(max_length=300, blank=True, default="")
    queued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approver_id=None)
                | Q(planner_id=None)
                | ~Q(approver_id=F("planner_id"))
                | ~Q(alone_because=""),
                name="reminders_run_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.APPROVED.value) | Q(approver_id__isnull=False),
                name="reminders_run_approved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="reminders_run_day")]


class RunRow(models.Model):
    """One message of a run, to be sent or not, with every reason; `items` as they were when it was planned."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="rows")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    tone = models.CharField(max_length=10)
    ordinal = models.PositiveSmallIntegerField()
    with_pdf = models.BooleanField()
    channel = models.CharField(max_length=10, default=ChannelName.EMAIL.value, db_default=ChannelName.EMAIL.value)
    passed_over = models.JSONField(default=list)
    recipient = models.CharField(max_length=254, blank=True)
    recipient_name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10)
    asked_minor = models.BigIntegerField()
    items = models.JSONField()
    decision = models.CharField(max_length=10, choices=[(decision.value, decision.value) for decision in Decision])
    reasons = models.JSONField(default=list)
    message = models.OneToOneField("outbox.Message", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "customer", "company", "currency"], name="reminders_one_message_a_customer"
            ),
            models.CheckConstraint(
                condition=Q(message=None) | Q(decision=Decision.SEND.value), name="reminders_suppressed_not_queued"
            ),
        ]


class StepTaken(models.Model):
    """A step an item takes by a message; unique while it is not released, so that no step goes out twice (D1)."""

    receivable_id = models.BigIntegerField()
    due_date = models.DateField()
    phase = models.CharField(max_length=10, choices=[(phase.value, phase.value) for phase in Phase])
    ordinal = models.PositiveSmallIntegerField()
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    message = models.ForeignKey("outbox.Message", models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receivable_id", "due_date", "phase", "ordinal"],
                condition=Q(released_at=None),
                name="reminders_step_taken_once",
            )
        ]
        indexes = [models.Index(fields=["message"], name="reminders_steps_of_message")]


class Pause(models.Model):
    """No reminders to a customer (or for one item) through a day, with a reason; it may end sooner."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    receivable_id = models.BigIntegerField(null=True)
    through = models.DateField()
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reminders_pause_has_reason")]
        indexes = [models.Index(fields=["through"], name="reminders_pause_live", condition=Q(ended_at=None))]


class Forewarning(models.Model):
    """Our salesperson was told that an item will be due; once per item and due date."""

    receivable_id = models.BigIntegerField()
    due_date = models.DateField()
    customer_id = models.BigIntegerField()
    company_id = models.BigIntegerField()
    salesperson_id = models.BigIntegerField(null=True)
    day = models.DateField()
    message = models.ForeignKey("outbox.Message", models.PROTECT, null=True, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receivable_id", "due_date"], name="reminders_forewarned_once")]
        indexes = [models.Index(fields=["day"], name="reminders_forewarned_on")]


class LetterBatch(models.Model):
    """Letters printed in one pile: one PDF with its index, kept as a document."""

    day = models.DateField()
    letters = models.PositiveIntegerField()
    document_id = models.BigIntegerField()
    printed_by = models.CharField(max_length=150)
    printed_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class PostedLetter(models.Model):
    """A printed letter on its way: what the waybill says of its content, who carries it, what became of it."""

    batch = models.ForeignKey(LetterBatch, models.PROTECT, related_name="rows")
    message = models.OneToOneField("outbox.Message", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company_id = models.BigIntegerField(null=True)
    place = models.PositiveIntegerField()
    waybill_text = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in PostState])
    courier = models.CharField(max_length=60, blank=True)
    waybill_number = models.CharField(max_length=40, blank=True)
    handed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    stub_ids = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="reminders_letter_place_once"),
            models.UniqueConstraint(
                fields=["courier", "waybill_number"], condition=~Q(waybill_number=""), name="reminders_waybill_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PostState.PRINTED.value, PostState.WITHDRAWN.value], waybill_number="")
                | (
                    ~Q(state__in=[PostState.PRINTED.value, PostState.WITHDRAWN.value])
                    & ~Q(waybill_number="")
                    & Q(handed_on__isnull=False)
                ),
                name="reminders_letter_handed_over_whole",
            ),
        ]
