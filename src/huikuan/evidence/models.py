"""Pieces of evidence that people added, what they are about, what was withdrawn, and the bundles that were made."""

from django.db import models
from django.db.models import Q

from huikuan.evidence.rules.kinds import Kind


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
