"""The append-only ledger: postings of two or more entries, gapless numbers, day totals proved by `huikuan check`."""

from django.db import models
from django.db.models import F, Q

from huikuan.ledger.rules import Account, PostingKind


class Posting(models.Model):
    """One business event in the books of one own company."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    number = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in PostingKind])
    effective_date = models.DateField()
    posted_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    document_id = models.BigIntegerField(null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="ledger_posting_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_posting_number_positive"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="ledger_posting_not_own_reversal"),
        ]


class Entry(models.Model):
    """One side of a posting: debit positive, credit negative, in minor units of its currency."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    company_id = models.BigIntegerField()
    account = models.CharField(max_length=16, choices=[(account.value, account.value) for account in Account])
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    effective_date = models.DateField()
    customer_id = models.BigIntegerField(null=True)
    receivable_id = models.BigIntegerField(null=True)
    receipt_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(minor=0), name="ledger_entry_not_zero"),
            models.CheckConstraint(
                condition=~Q(account="RECEIVABLE") | (Q(receivable_id__isnull=False) & Q(customer_id__isnull=False)),
                name="ledger_entry_receivable_named",
            ),
            models.CheckConstraint(
                condition=~Q(account="UNAPPLIED") | Q(receipt_id__isnull=False), name="ledger_entry_receipt_named"
            ),
        ]
        indexes = [
            models.Index(
                fields=["receivable_id"], name="ledger_entry_receivable", condition=Q(receivable_id__isnull=False)
            ),
            models.Index(fields=["receipt_id"], name="ledger_entry_receipt", condition=Q(receipt_id__isnull=False)),
            models.Index(fields=["effective_date"], name="ledger_entry_day"),
            # The account of one customer is read without all history (statements, TRUST: one at 1M items).
            models.Index(
                fields=["customer_id", "effective_date"],
                name="ledger_entry_customer",
                condition=Q(customer_id__isnull=False),
            ),
        ]


class DayTotal(models.Model):
    """Sum of entries per account, kind and day: the control account, without reading all history."""

    company_id = models.BigIntegerField()
    account = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    effective_date = models.DateField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "account", "kind", "currency", "effective_date"], name="ledger_day_total_once"
            )
        ]


class Series(models.Model):
    """The last number given in a gapless series of one company; locked while numbers are taken."""

    company_id = models.BigIntegerField()
    code = models.CharField(max_length=20)
    last_number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "code"], name="ledger_series_once")]
