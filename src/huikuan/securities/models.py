"""Security given for debts, its history, and how much of each kind counts, as versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.securities.rules import GUARANTORS, Scope, SecurityKind, SecurityState

_STORED = [SecurityState.IN_FORCE.value, SecurityState.RELEASED.value, SecurityState.REALISED.value]


class HaircutVersion(models.Model):
    """A version of how many thousandths of each kind of security count; editing makes the next one, none is changed."""

    number = models.PositiveIntegerField(unique=True)
    shares = models.JSONField()
    unregistered_title_share = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=400)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unregistered_title_share__lte=1000), name="securities_title_share"),
            models.CheckConstraint(condition=~Q(source=""), name="securities_haircut_source"),
        ]


class Security(models.Model):
    """A security (担保): who gave it, how much, since when and until when, for what."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    company_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in SecurityKind])
    state = models.CharField(max_length=10, choices=[(state, state) for state in _STORED])
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_through = models.DateField(null=True)
    giver = models.CharField(max_length=200, blank=True, default="")
    document_number = models.CharField(max_length=100, blank=True, default="")
    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    contract_number = models.CharField(max_length=100, blank=True, default="")
    invoice_numbers = models.JSONField(default=list)
    is_registered = models.BooleanField(default=False)
    principal_due = models.DateField(null=True)
    guarantee_through = models.DateField(null=True)
    until_paid = models.BooleanField(default=False)
    share_permille = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=1_000, blank=True, default="")
    claimed_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR), name="securities_amount"
            ),
            models.CheckConstraint(
                condition=Q(valid_through=None) | Q(valid_through__gte=F("valid_from")), name="securities_days"
            ),
            models.CheckConstraint(
                condition=Q(share_permille=None) | Q(share_permille__lte=1000), name="securities_share"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(GUARANTORS))
                | Q(principal_due=None, guarantee_through=None, until_paid=False, claimed_on=None),
                name="securities_clock_of_guarantor",
            ),
            models.CheckConstraint(condition=Q(state__in=_STORED), name="securities_state"),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="securities_of_customer"),
            models.Index(fields=["valid_through"], name="securities_ending", condition=Q(state="IN_FORCE")),
        ]


class SecurityConfirmation(models.Model):
    """Another person looked at the paper of a security and confirmed it through a last day; append-only.

    `recorded_by_id` is who recorded or last extended it. What was on record before confirmations existed has none who
    confirmed it.
    """

    security = models.ForeignKey(Security, models.PROTECT, related_name="confirmations", db_index=False)
    valid_through = models.DateField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["security", "valid_through"], name="securities_confirmed_once"),
            models.UniqueConstraint(
                fields=["security"], condition=Q(valid_through=None), name="securities_open_end_confirmed_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by_id=None) | Q(recorded_by_id=None) | ~Q(confirmed_by_id=F("recorded_by_id")),
                name="securities_confirmed_by_another",
            ),
        ]


class SecurityStep(models.Model):
    """One step in the life of a security, with what it changed; append-only."""

    security = models.ForeignKey(Security, models.PROTECT, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=10)
    on = models.DateField()
    amount_minor = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    note = models.CharField(max_length=1_000, blank=True, default="")
    who_id = models.BigIntegerField(null=True)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["security", "number"], name="securities_step_once"),
            models.CheckConstraint(
                condition=Q(amount_minor=None) | Q(amount_minor__gte=0), name="securities_step_amount"
            ),
        ]
