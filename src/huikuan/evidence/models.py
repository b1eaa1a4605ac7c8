"""Pieces of evidence that people added, what was withdrawn, the bundles that were ordered and those that were made."""

from django.db import models
from django.db.models import Q

from huikuan.evidence.rules.kinds import Kind
from huikuan.evidence.rules.ordering import OrderState, Stage


class Piece(models.Model):
    """A file that proves something about items of one customer; never changed, taken back by a row of its own."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    dated_on = models.DateField()
    is_signed = models.BooleanField()
    signatory = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_signed=False) | ~Q(signatory=""), name="evidence_signed_by_somebody"),
        ]


class PieceItem(models.Model):
    """An item that a piece is about."""

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "receivable"], name="evidence_item_once")]


class Withdrawal(models.Model):
    """A piece that was added by mistake counts no more; the file stays."""

    piece = models.OneToOneField(Piece, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="evidence_withdrawn_why")]


class Bundle(models.Model):
    """A bundle that left the house: for whom, of how many items and files, and the hash of its list of files."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    manifest_sha256 = models.CharField(max_length=64)
    items = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    act = models.OneToOneField("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(items__gte=1, files__gte=1), name="evidence_bundle_of_something")
        ]


class OrderedBundle(models.Model):
    """A bundle that somebody ordered: made outside the page by the worker, kept by its hash until it is fetched.

    `as_of` is the day it was ordered for in the company's zone; a try that failed says why and may be made again.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    receivable_ids = models.JSONField()
    as_of = models.DateField()
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in OrderState])
    stage = models.CharField(max_length=10, blank=True, choices=[(stage.value, stage.value) for stage in Stage])
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)
    fault_parameters = models.JSONField(default=dict)
    bundle = models.OneToOneField(Bundle, models.PROTECT, null=True, related_name="+")
    archive_sha256 = models.CharField(max_length=64, blank=True)
    archive_bytes = models.BigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    ordered_by_id = models.BigIntegerField(null=True)
    ordered_by_name = models.CharField(max_length=150)
    ordered_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="READY", bundle__isnull=False, ended_at__isnull=False, archive_bytes__gte=1)
                | (~Q(state="READY") & Q(bundle=None, archive_sha256="", archive_bytes=0, fetched_at=None)),
                name="evidence_ready_is_there",
            ),
            models.CheckConstraint(
                condition=(Q(state="FAILED") & ~Q(fault="")) | (~Q(state="FAILED") & Q(fault="")),
                name="evidence_failed_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["WAITING", "MAKING"]), name="evidence_to_make"),
            models.Index(fields=["ordered_by_id"], condition=Q(fetched_at=None), name="evidence_to_fetch"),
        ]
