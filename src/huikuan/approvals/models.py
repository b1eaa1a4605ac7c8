"""Requests that one person makes and another decides; tiers of amounts as versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huikuan.approvals.rules import RequestKind, RequestState
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

_OPEN = Q(state__in=[RequestState.WAITING.value, RequestState.WITHDRAWN.value, RequestState.EXPIRED.value])
_DECIDED = Q(state__in=[RequestState.APPROVED.value, RequestState.REJECTED.value])


class Request(models.Model):
    """Somebody asks, somebody else decides, once (request 申请). `subject_id` is a row of the room that owns the kind."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RequestKind])
    subject_id = models.BigIntegerField()
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    title_code = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    reason = models.CharField(max_length=1_000)
    roles = models.JSONField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_by_name = models.CharField(max_length=150)
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in RequestState])
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1_000, blank=True, default="")
    tiers_number = models.PositiveIntegerField(null=True)
    """The version of the tiers that let the decision pass; 0 is what the product ships, none where roles were named."""
    expires_on = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    decided_act = models.ForeignKey("audit.Act", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state=RequestState.WAITING.value),
                name="approvals_waiting_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(requested_by=None) | ~Q(decided_by=F("requested_by")),
                name="approvals_four_eyes",
            ),
            models.CheckConstraint(
                condition=(_DECIDED & Q(decided_by__isnull=False, decided_at__isnull=False, decided_act__isnull=False))
                | (_OPEN & Q(decided_by=None, decided_at=None, decided_act=None)),
                name="approvals_decision_whole",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor=None)
                | (Q(amount_minor__gte=0, amount_minor__lte=DOCUMENT_MAX_MINOR) & ~Q(currency="")),
                name="approvals_amount",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="approvals_reason"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=RequestState.WAITING.value), name="approvals_waiting"),
            models.Index(fields=["kind", "subject_id"], name="approvals_subject"),
            models.Index(fields=["requested_by", "-id"], name="approvals_asked_by"),
            models.Index(fields=["decided_by", "-id"], name="approvals_decided_by"),
        ]


class TierVersion(models.Model):
    """One version of who decides a kind of request by amount; editing makes the next one, none is ever changed."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RequestKind])
    number = models.PositiveIntegerField()
    valid_from = models.DateField(null=True)
    source = models.CharField(max_length=400)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="approvals_tiers_once"),
            models.CheckConstraint(condition=~Q(source=""), name="approvals_tiers_source"),
        ]


class ApprovalTier(models.Model):
    """From this amount on (inclusive) people with one of these roles decide."""

    version = models.ForeignKey(TierVersion, models.PROTECT, related_name="tiers")
    from_minor = models.BigIntegerField()
    roles = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "from_minor"], name="approvals_tier_once"),
            models.CheckConstraint(
                condition=Q(from_minor__gte=0, from_minor__lte=DOCUMENT_MAX_MINOR), name="approvals_tier_amount"
            ),
        ]
