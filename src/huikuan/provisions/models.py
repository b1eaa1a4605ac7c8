"""Loss matrices in versions, provisions with their rows, customers judged by themselves, write-offs and what came later."""

from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.provisions.rules.allowance import PPB
from huikuan.provisions.rules.rates import Method
from huikuan.provisions.rules.states import Category, RunState, WriteOffState

_BOUNDED = {"amount_minor__gte": 1, "amount_minor__lte": DOCUMENT_MAX_MINOR}


class MatrixVersion(models.Model):
    """A loss matrix (坏账准备计提比例): buckets, segments with their figures, forward factor with source; append-only."""

    number = models.PositiveIntegerField(unique=True)
    method = models.CharField(max_length=10, choices=[(method.value, method.value) for method in Method])
    basis = models.CharField(max_length=8, choices=[("due", "due"), ("invoice", "invoice")])
    edges = models.JSONField()
    segment_by = models.CharField(max_length=12, blank=True)
    figures = models.JSONField()
    forward_ppm = models.IntegerField()
    forward_source = models.CharField(max_length=400, blank=True)
    accounts = models.JSONField()
    source = models.CharField(max_length=400)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="provisions_matrix_has_source"),
            models.CheckConstraint(
                condition=Q(forward_ppm=0) | ~Q(forward_source=""), name="provisions_forward_has_source"
            ),
            models.CheckConstraint(
                condition=Q(forward_ppm__gte=-1_000_000, forward_ppm__lte=10_000_000), name="provisions_forward_bounded"
            ),
        ]


class Assessment(models.Model):
    """A customer judged by himself (单项计提): what of his debt is expected to come, from a day on; append-only.

    The newest one counts; `is_over` puts him back into the matrix.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    expected_minor = models.BigIntegerField()
    is_over = models.BooleanField(default=False)
    on = models.DateField()
    reason = models.CharField(max_length=1_000)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="provisions_assessment_says_why"),
            models.CheckConstraint(
                condition=Q(expected_minor__gte=0, expected_minor__lte=DOCUMENT_MAX_MINOR),
                name="provisions_assessment_amount",
            ),
        ]
        indexes = [models.Index(fields=["company", "currency", "customer", "on"], name="provisions_assessed")]


class ProvisionRun(models.Model):
    """A provision of an own company and currency as of a day: proposed by one, approved by another, exported.

    charge = allowance − (previous − used); `used_minor` is what was written off since, less what came back:
    the difference of `bad_debt_minor`, the balance of the ledger's account of bad debts on the day of each.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    as_of = models.DateField()
    matrix = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="runs")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    balance_minor = models.BigIntegerField()
    allowance_minor = models.BigIntegerField()
    previous_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField()
    bad_debt_minor = models.BigIntegerField()
    charge_minor = models.BigIntegerField()
    reason = models.CharField(max_length=1_000)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in RunState])
    request_id = models.BigIntegerField(null=True, unique=True)
    proposed_by_name = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    exported_at = models.DateTimeField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(charge_minor=F("allowance_minor") - F("previous_minor") + F("used_minor")),
                name="provisions_charge_is_movement",
            ),
            models.CheckConstraint(
                condition=Q(allowance_minor__gte=0, allowance_minor__lte=F("balance_minor"), previous_minor__gte=0),
                name="provisions_allowance_within_balance",
            ),
            models.CheckConstraint(
                condition=Q(state="EXPORTED", exported_at__isnull=False) | (~Q(state="EXPORTED") & Q(exported_at=None)),
                name="provisions_exported_at_a_moment",
            ),
            models.UniqueConstraint(
                fields=["company", "currency", "as_of"],
                condition=Q(state__in=["PROPOSED", "APPROVED", "EXPORTED"]),
                name="provisions_once_a_day",
            ),
        ]


class RunLine(models.Model):
    """A bucket of a segment in a provision; `bucket` −1 holds what has no due date; append-only."""

    run = models.ForeignKey(ProvisionRun, models.PROTECT, related_name="lines")
    segment = models.CharField(max_length=60, blank=True)
    bucket = models.SmallIntegerField()
    balance_minor = models.BigIntegerField()
    rate_ppb = models.BigIntegerField(null=True)
    historic_ppb = models.BigIntegerField(null=True)
    is_capped = models.BooleanField()
    is_raised = models.BooleanField()
    allowance_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "segment", "bucket"], name="provisions_line_once"),
            models.CheckConstraint(
                condition=Q(allowance_minor__gte=0, allowance_minor__lte=F("balance_minor")),
                name="provisions_line_within_balance",
            ),
            models.CheckConstraint(
                condition=Q(rate_ppb__gte=0, rate_ppb__lte=PPB) | Q(rate_ppb=None, balance_minor=0),
                name="provisions_line_rate",
            ),
        ]


class RunCustomer(models.Model):
    """A customer judged by himself in a provision; append-only."""

    run = models.ForeignKey(ProvisionRun, models.PROTECT, related_name="customers")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    balance_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField()
    allowance_minor = models.BigIntegerField()
    reason = models.CharField(max_length=1_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "customer"], name="provisions_customer_once"),
            models.CheckConstraint(
                condition=Q(allowance_minor__gte=0, allowance_minor__lte=F("balance_minor")),
                name="provisions_customer_within_balance",
            ),
        ]


class WriteOff(models.Model):
    """Somebody asks to write items of a customer off (核销坏账), somebody else decides; the claim stays (账销案存)."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    category = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Category])
    reason = models.CharField(max_length=1_000)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in WriteOffState])
    request_id = models.BigIntegerField(null=True, unique=True)
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    posted_on = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(**_BOUNDED), name="provisions_write_off_amount"),
            models.CheckConstraint(condition=~Q(reason=""), name="provisions_write_off_says_why"),
            models.CheckConstraint(
                condition=Q(state="POSTED", posted_on__isnull=False) | (~Q(state="POSTED") & Q(posted_on=None)),
                name="provisions_posted_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["customer", "state"], name="provisions_write_offs")]


class WriteOffItem(models.Model):
    """So much of a receivable in a write-off; append-only."""

    write_off = models.ForeignKey(WriteOff, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["write_off", "receivable"], name="provisions_item_once"),
            models.CheckConstraint(condition=Q(**_BOUNDED), name="provisions_item_amount"),
        ]


class WriteOffReversal(models.Model):
    """Somebody asks to take a write-off back as a mistake, somebody else decides: what is still off the books is open again."""

    write_off = models.ForeignKey(WriteOff, models.PROTECT, related_name="reversals")
    reason = models.CharField(max_length=1_000)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in WriteOffState])
    request_id = models.BigIntegerField(null=True, unique=True)
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    posted_on = models.DateField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="provisions_reversal_says_why"),
            models.CheckConstraint(
                condition=Q(state="POSTED", posted_on__isnull=False, **_BOUNDED)
                | (~Q(state="POSTED") & Q(posted_on=None, amount_minor=None)),
                name="provisions_reversal_posted_whole",
            ),
            models.UniqueConstraint(
                fields=["write_off"], condition=Q(state__in=["WAITING", "POSTED"]), name="provisions_reversed_once"
            ),
        ]


class Recovery(models.Model):
    """Money that came for a written-off item: the claim revived for so much, and the receipt used for it; append-only."""

    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")
    customer_id = models.BigIntegerField()
    company_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    receipt_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    on = models.DateField()
    revived = models.OneToOneField("ledger.Posting", models.PROTECT, related_name="+")
    allocated = models.OneToOneField("ledger.Posting", models.PROTECT, related_name="+")
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(**_BOUNDED), name="provisions_recovery_amount")]
        indexes = [models.Index(fields=["customer_id"], name="provisions_recoveries")]
