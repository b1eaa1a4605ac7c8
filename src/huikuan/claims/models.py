"""Announcements of money whose payer nobody knows, whom they concern, and the claims made of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huikuan.claims.rules import DECISIONS, ClaimState, ClaimStep, Concern

_DECIDED = [state.value for state in DECISIONS]


class Announcement(models.Model):
    """Unidentified money that salespeople were asked about; closed once it is somebody's or no receipt any more."""

    receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, db_index=False, related_name="+")
    company_id = models.BigIntegerField()
    announced_on = models.DateField()
    announced_by_name = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True, default="")
    act = models.ForeignKey("audit.Act", models.PROTECT, db_index=False, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt"], condition=Q(closed_at=None), name="claims_announced_once"),
        ]
        indexes = [
            models.Index(fields=["receipt"], name="claims_announcements_of"),
            models.Index(fields=["announced_on"], name="claims_open", condition=Q(closed_at=None)),
        ]


class Concerned(models.Model):
    """A salesperson an announcement was made to, and why; append-only."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, db_index=False, related_name="concerned")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    concern = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Concern])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "announcement"], name="claims_concerned_once"),
        ]
        indexes = [models.Index(fields=["announcement"], name="claims_concerned_by")]


class Claim(models.Model):
    """A salesperson says whose money it is, with his evidence; another person decides (认款)."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, db_index=False, related_name="claims")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=1_000)
    receivable_ids = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ClaimState])
    claimed_at = models.DateTimeField()
    claimant_id = models.BigIntegerField(null=True)
    claimant_name = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True)
    decider_id = models.BigIntegerField(null=True)
    decider_name = models.CharField(max_length=150, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "customer"],
                condition=Q(state=ClaimState.CLAIMED.value),
                name="claims_for_a_customer_once",
            ),
            models.UniqueConstraint(
                fields=["announcement"], condition=Q(state=ClaimState.ACCEPTED.value), name="claims_one_accepted"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="claims_has_ground"),
            models.CheckConstraint(
                condition=Q(claimant_id=None) | Q(decider_id=None) | ~Q(claimant_id=F("decider_id")),
                name="claims_four_eyes",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=_DECIDED, decided_at__isnull=False) & ~Q(decider_name=""))
                | (~Q(state__in=_DECIDED) & Q(decided_at=None, decider_id=None, decider_name="")),
                name="claims_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.REFUSED.value) | ~Q(reason=""), name="claims_refused_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["announcement"], name="claims_of_announcement"),
            models.Index(fields=["claimed_at"], name="claims_waiting", condition=Q(state=ClaimState.CLAIMED.value)),
        ]


class ClaimMove(models.Model):
    """What happened to a claim, when and by whom; append-only."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="moves")
    step = models.CharField(max_length=10, choices=[("", ""), *((step.value, step.value) for step in ClaimStep)])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ClaimState])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    reason = models.CharField(max_length=300, blank=True, default="")
    act = models.ForeignKey("audit.Act", models.PROTECT, db_index=False, related_name="+")
