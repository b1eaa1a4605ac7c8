"""What was imported: one batch an import, the rows that were refused, the mapping learned for a layout of file."""

from django.db import models
from django.db.models import F, Q

from huikuan.imports.rules import ImportKind, ImportStatus


class ImportBatch(models.Model):
    """One import that was carried out: read = accepted + duplicate + rejected, amounts per currency likewise."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    act = models.OneToOneField("audit.Act", models.PROTECT, related_name="+")
    number = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ImportKind])
    status = models.CharField(max_length=12, choices=[(status.value, status.value) for status in ImportStatus])
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    files = models.JSONField()
    bank_account = models.ForeignKey("receipts.BankAccount", models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=150)
    read = models.BigIntegerField()
    accepted = models.BigIntegerField()
    duplicate = models.BigIntegerField()
    rejected = models.BigIntegerField()
    totals = models.JSONField()
    warnings = models.JSONField()
    reading = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read=F("accepted") + F("duplicate") + F("rejected")), name="imports_batch_rows_sum"
            ),
            models.CheckConstraint(
                condition=Q(accepted__gte=0, duplicate__gte=0, rejected__gte=0), name="imports_batch_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "kind", "sha256"], name="imports_batch_file"),
            models.Index(fields=["imported_at"], name="imports_batch_at"),
        ]


class RejectedRow(models.Model):
    """A row of an imported file that was refused: where, what stood there, and why."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rejected_rows")
    file_name = models.CharField(max_length=255)
    line = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="imports_rejected_says_why")]


class SavedMapping(models.Model):
    """How files with these headers are read, learned from the user: columns, order of days, decimal mark, currency."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ImportKind])
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    date_order = models.CharField(max_length=12, blank=True)
    number_format = models.CharField(max_length=12, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="imports_mapping_once")]


class StatementLayout(models.Model):
    """How bank statements with these column names are read, said by a person; each change is a new version.

    `headings` are the column names as they stand, `columns` gives each meaning its column; the file format of a statement
    read by it is `own.<number>.<version>`.
    """

    number = models.IntegerField()
    version = models.IntegerField()
    name = models.CharField(max_length=60)
    signature = models.CharField(max_length=64)
    headings = models.JSONField()
    columns = models.JSONField()
    minus_is_in = models.BooleanField(default=False)
    is_live = models.BooleanField(default=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="imports_layout_version_once"),
            models.UniqueConstraint(
                fields=["signature"], condition=Q(is_live=True), name="imports_layout_signature_once"
            ),
            models.UniqueConstraint(fields=["name"], condition=Q(is_live=True), name="imports_layout_name_once"),
        ]
