"""What was done about debts with its proof, the clock of each late debt as of a day, losses accepted, other legal deadlines."""

from django.db import models
from django.db.models import F, Q

from huikuan.clocks.rules.deadlines import DeadlineKind
from huikuan.clocks.rules.interrupting import BY_HAND
from huikuan.clocks.rules.kinds import EventKind, Strength
from huikuan.clocks.rules.warning import LONGEST_REASON, MOST_DAYS


class RecordedEvent(models.Model):
    """Something done about items of a customer, with the paper or the machine-kept record that proves it; append-only."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in BY_HAND])
    on = models.DateField()
    since = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=60, blank=True)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(reference=""), name="clocks_event_with_evidence"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(kind="suspension", since__lte=F("on")), name="clocks_obstacle_days"
            ),
        ]
        indexes = [models.Index(fields=["customer", "on"], name="clocks_events_of_customer")]


class EventItem(models.Model):
    """An item an event is about; append-only."""

    event = models.ForeignKey(RecordedEvent, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "receivable"], name="clocks_event_item_once")]


class Withdrawal(models.Model):
    """An event was recorded by mistake: it no longer counts, and stays on record; append-only."""

    event = models.OneToOneField(RecordedEvent, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="clocks_withdrawn_why")]


class DebtClock(models.Model):
    """The limitation period of a late debt (an invoice with all its instalments) as of a day; computed anew each day.

    `expires` by all that counts; `safe` by what stands without weak evidence: by that day people are warned.
    """

    invoice = models.OneToOneField("receivables.Invoice", models.PROTECT, related_name="+")
    company_id = models.BigIntegerField()
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    basis = models.DateField()
    expires = models.DateField()
    safe = models.DateField()
    last_kind = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in EventKind])
    last_on = models.DateField(null=True)
    strength = models.CharField(max_length=6, blank=True, choices=[(one.value, one.value) for one in Strength])
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(safe__lte=F("expires")), name="clocks_safe_first"),
            models.CheckConstraint(
                condition=Q(last_kind="", last_on=None, strength="")
                | (~Q(last_kind="") & Q(last_on__isnull=False) & ~Q(strength="")),
                name="clocks_last_event_whole",
            ),
        ]
        indexes = [models.Index(fields=["safe", "id"], name="clocks_by_end")]


class AcceptedLoss(models.Model):
    """Somebody who may decided that nothing more is done to keep a debt enforceable, and why; append-only.

    It holds for the end the clock had then (`safe`): one that was moved since warns again.
    """

    invoice = models.ForeignKey("receivables.Invoice", models.PROTECT, related_name="+")
    company_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    safe = models.DateField()
    reason = models.CharField(max_length=500)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="clocks_accepted_why"),
            models.UniqueConstraint(fields=["invoice", "safe"], name="clocks_accepted_once"),
        ]


class Deadline(models.Model):
    """Another legal deadline with the day it runs from and its last one; finished once, by somebody with a note.

    `person_id` is who looks after it; `reference` the record of a room above that it belongs to (`case:12`). `renews` is the
    one that ran before it was interrupted, `document` the paper that proves by what.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=21, choices=[(kind.value, kind.value) for kind in DeadlineKind])
    basis = models.DateField()
    named = models.DateField(null=True)
    last_day = models.DateField()
    article = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    person_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    finished_on = models.DateField(null=True)
    finished_note = models.CharField(max_length=300, blank=True)
    finished_by_name = models.CharField(max_length=150, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("basis")) & ~Q(subject=""), name="clocks_deadline_whole"
            ),
            models.CheckConstraint(
                condition=Q(finished_on=None, finished_note="", finished_by_name="")
                | (Q(finished_on__isnull=False) & ~Q(finished_note="") & ~Q(finished_by_name="")),
                name="clocks_deadline_finished_whole",
            ),
            models.CheckConstraint(
                condition=Q(renews=None) | Q(document__isnull=False), name="clocks_renewed_with_evidence"
            ),
        ]
        indexes = [
            models.Index(fields=["last_day"], name="clocks_deadlines_open", condition=Q(finished_on=None)),
            models.Index(fields=["reference"], name="clocks_deadlines_of", condition=~Q(reference="")),
        ]


class Reckoning(models.Model):
    """The day's work on clocks: how many there were, and through which act the books were read; the last of each day stays."""

    day = models.DateField(unique=True)
    clocks = models.PositiveIntegerField()
    acts_through = models.BigIntegerField()


class PolicyVersion(models.Model):
    """How long before an end people are warned, in days, of long periods and of short deadlines; append-only."""

    number = models.PositiveIntegerField(unique=True)
    first_days = models.PositiveSmallIntegerField()
    second_days = models.PositiveSmallIntegerField()
    last_days = models.PositiveSmallIntegerField()
    short_first_days = models.PositiveSmallIntegerField()
    short_second_days = models.PositiveSmallIntegerField()
    short_last_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=LONGEST_REASON)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    first_days__lte=MOST_DAYS,
                    second_days__lt=F("first_days"),
                    last_days__lt=F("second_days"),
                    short_first_days__lte=MOST_DAYS,
                    short_second_days__lt=F("short_first_days"),
                    short_last_days__lt=F("short_second_days"),
                ),
                name="clocks_policy_in_order",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="clocks_policy_says_why"),
        ]
