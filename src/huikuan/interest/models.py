"""Claims of late-payment interest with their days, pauses, the prime rates entered, and the policy in versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.bases import PICKED
from huikuan.interest.rules.charging import FREE, Event, State
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

_FREE = Q(state__in=sorted(state.value for state in FREE))


class Charge(models.Model):
    """Interest on one item for a range of days, both ends counted, with the basis picked and the article behind it.

    `freed_by` is the act that gave the days back, 0 while they are taken: the database refuses a second claim that shares a
    day of the item then (`DisjointDays`). `document` is the item of its own that was charged; `request_id` the waiver that
    waits or was granted.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, db_index=False, related_name="+")
    currency = models.CharField(max_length=3)
    from_day = models.DateField()
    through_day = models.DateField()
    basis = models.CharField(max_length=16, choices=[(basis.value, basis.value) for basis in PICKED])
    article = models.CharField(max_length=30)
    rate_parts = models.BigIntegerField(null=True)
    rate_is_daily = models.BooleanField(default=False)
    factor_permille = models.PositiveIntegerField()
    year_days = models.PositiveSmallIntegerField()
    rates_number = models.PositiveIntegerField()
    policy_number = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    interest_minor = models.BigIntegerField()
    segments = models.JSONField()
    cautions = models.JSONField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    freed_by = models.BigIntegerField(default=0)
    document = models.OneToOneField("receivables.Invoice", models.PROTECT, null=True, related_name="+")
    request_id = models.BigIntegerField(null=True)
    proposed_on = models.DateField()
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(through_day__gte=F("from_day")), name="interest_days_in_order"),
            models.CheckConstraint(
                condition=Q(interest_minor__gte=1, interest_minor__lte=DOCUMENT_MAX_MINOR), name="interest_amount"
            ),
            models.CheckConstraint(
                condition=(_FREE & ~Q(freed_by=0)) | (~_FREE & Q(freed_by=0)), name="interest_freed_when_over"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["CHARGED", "REVERSED"], document__isnull=False)
                | (~Q(state__in=["CHARGED", "REVERSED"]) & Q(document=None)),
                name="interest_charged_with_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="WAIVED") | Q(request_id__isnull=False), name="interest_waived_on_request"
            ),
            models.CheckConstraint(
                condition=~Q(basis="AGREED") | Q(rate_parts__isnull=False), name="interest_agreed_rate_kept"
            ),
            models.CheckConstraint(condition=~Q(article=""), name="interest_article"),
        ]
        indexes = [
            models.Index(fields=["receivable", "id"], name="interest_of_item"),
            models.Index(fields=["request_id"], name="interest_by_request", condition=Q(request_id__isnull=False)),
        ]


class ChargeStep(models.Model):
    """What happened to a claim, when and by whom; append-only."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=16, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=500, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class Pause(models.Model):
    """Days without interest, of one item or (without one) of everything a customer owes an own company.

    `voided_by` is the act that took it back as if it had never been, 0 while it holds.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, null=True, related_name="+")
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    reason = models.CharField(max_length=12, choices=[(reason.value, reason.value) for reason in PauseReason])
    note = models.CharField(max_length=300)
    voided_by = models.BigIntegerField(default=0)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(through_day=None) | Q(through_day__gte=F("from_day")), name="interest_pause_in_order"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="interest_pause_says_why"),
        ]
        indexes = [models.Index(fields=["customer", "company"], name="interest_pauses_of_customer")]


class PrimeRate(models.Model):
    """The one-year prime rate from a day on, as somebody read it on the published list; append-only, the last one counts."""

    number = models.PositiveIntegerField(unique=True)
    since = models.DateField()
    rate_bp = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rate_bp__gte=1, rate_bp__lte=5_000, as_of__gte=F("since")),
                name="interest_prime_rate_bounds",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="interest_prime_rate_source"),
        ]


class PolicyVersion(models.Model):
    """What holds where no contract says anything; append-only."""

    number = models.PositiveIntegerField(unique=True)
    basis = models.CharField(max_length=16, choices=[(basis.value, basis.value) for basis in PICKED])
    factor_permille = models.PositiveIntegerField()
    year_days = models.PositiveSmallIntegerField()
    minimum_minor = models.BigIntegerField()
    loss_permille = models.PositiveIntegerField()
    payable_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    basis__in=["LPR_AT_DEFAULT", "LPR_SEGMENTS", "DAILY"],
                    factor_permille__gte=100,
                    factor_permille__lte=4_000,
                    year_days__in=[360, 365],
                    minimum_minor__gte=1,
                    loss_permille__gte=100,
                    loss_permille__lte=4_000,
                    payable_days__lte=90,
                ),
                name="interest_policy_bounds",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="interest_policy_says_why"),
        ]
