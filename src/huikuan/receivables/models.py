"""Invoices and their instalments; one instalment is one receivable with one due date (应收款)."""

from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.receivables.rules import InvoiceKind


class Invoice(models.Model):
    """A document that raises (or, as a credit note, lowers) what a customer owes one of our companies.

    `cancelled_by` is the posting that took its own back, 0 while it stands: part of its key, so that the number of a
    document that was taken back is free again (docs/decisions/0013).
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in InvoiceKind])
    number = models.CharField(max_length=60)
    issue_date = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    face_minor = models.BigIntegerField()
    credits = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="credit_notes")
    source_ref = models.CharField(max_length=90, blank=True)
    contract = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    cancelled_by = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "customer", "company", "kind", "cancelled_by"],
                name="receivables_invoice_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR),
                name="receivables_invoice_amount",
            ),
            models.CheckConstraint(condition=Q(face_minor__gte=F("amount_minor")), name="receivables_invoice_face"),
            models.CheckConstraint(condition=~Q(number=""), name="receivables_invoice_numbered"),
        ]
        indexes = [
            models.Index(fields=["customer"], name="receivables_invoice_customer"),
            models.Index(fields=["credits"], name="receivables_credit_notes", condition=Q(credits__isnull=False)),
        ]


class InvoiceLine(models.Model):
    """A line of an invoice, tax included; quantity and unit price in millionths; never changed."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, db_index=False, related_name="lines")
    number = models.PositiveSmallIntegerField()
    item_code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    specification = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity_micros = models.BigIntegerField()
    unit_price_micros = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "number"], name="receivables_line_once"),
            models.CheckConstraint(
                condition=~Q(quantity_micros=0) & Q(unit_price_micros__gte=0), name="receivables_line_of_something"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="receivables_line_named"),
        ]


class Receivable(models.Model):
    """One instalment: what was to pay by its due date, and what became of it (R1: the parts sum to the original).

    `first_moved_on` and `last_moved_on` are the effective days of the first and last entry after the one that raised it;
    before the first the original was open, after the last `outstanding_minor`: the past without reading its entries.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, db_index=False, related_name="receivables")
    sequence = models.PositiveSmallIntegerField()
    company_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    issue_date = models.DateField()
    due_date = models.DateField(null=True)
    original_minor = models.BigIntegerField()
    outstanding_minor = models.BigIntegerField()
    allocated_minor = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0)
    discounted_minor = models.BigIntegerField(default=0)
    written_off_minor = models.BigIntegerField(default=0)
    cancelled_minor = models.BigIntegerField(default=0)
    first_moved_on = models.DateField(null=True)
    last_moved_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "sequence"], name="receivables_sequence_once"),
            models.CheckConstraint(
                condition=Q(
                    original_minor=F("outstanding_minor")
                    + F("allocated_minor")
                    + F("credited_minor")
                    + F("discounted_minor")
                    + F("written_off_minor")
                    + F("cancelled_minor")
                ),
                name="receivables_parts_sum",
            ),
            models.CheckConstraint(
                condition=Q(
                    original_minor__gte=1,
                    original_minor__lte=DOCUMENT_MAX_MINOR,
                    outstanding_minor__gte=0,
                    allocated_minor__gte=0,
                    credited_minor__gte=0,
                    discounted_minor__gte=0,
                    written_off_minor__gte=0,
                    cancelled_minor__gte=0,
                ),
                name="receivables_parts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_moved_on__isnull=True, outstanding_minor=F("original_minor"), last_moved_on=F("issue_date")
                )
                | Q(first_moved_on__lte=F("last_moved_on"), last_moved_on__gte=F("issue_date")),
                name="receivables_moved_days",
            ),
        ]
        indexes = [
            models.Index(
                fields=[
                    "customer_id",
                    "company_id",
                    "currency",
                    "due_date",
                    "issue_date",
                    "last_moved_on",
                    "outstanding_minor",
                ],
                name="receivables_open_of_customer",
                condition=Q(outstanding_minor__gt=0),
            ),
            models.Index(
                fields=[
                    "first_moved_on",
                    "issue_date",
                    "customer_id",
                    "company_id",
                    "currency",
                    "due_date",
                    "original_minor",
                ],
                name="receivables_moved_later",
                condition=Q(first_moved_on__gt=F("issue_date")),
            ),
            models.Index(
                fields=["last_moved_on", "first_moved_on"],
                name="receivables_moved_twice",
                condition=Q(last_moved_on__gt=F("first_moved_on")),
            ),
            models.Index(
                fields=["due_date", "company_id", "currency", "outstanding_minor", "id"],
                name="receivables_open_by_due",
                condition=Q(outstanding_minor__gt=0),
            ),
            models.Index(fields=["due_date", "company_id", "outstanding_minor"], name="receivables_by_due"),
        ]


class PlanFiring(models.Model):
    """What an event of a contract posted for one of its milestones: a document to be paid, or retention held as contract asset.

    `undone_by` is the posting that took it back, 0 while it stands: a milestone stands posted once for each step.
    """

    milestone = models.ForeignKey("contracts.Milestone", models.PROTECT, db_index=False, related_name="+")
    contract_id = models.BigIntegerField()
    event = models.ForeignKey("contracts.ContractEvent", models.PROTECT, related_name="+")
    company_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    invoice = models.OneToOneField(Invoice, models.PROTECT, null=True, related_name="firing")
    posting = models.OneToOneField("ledger.Posting", models.PROTECT, related_name="+")
    undone_by = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(undone_by=0, invoice__isnull=False),
                name="receivables_milestone_billed_once",
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(undone_by=0, invoice__isnull=True),
                name="receivables_milestone_held_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR),
                name="receivables_firing_amount",
            ),
        ]
        indexes = [models.Index(fields=["contract_id"], name="receivables_firings")]
