"""Tax invoices with their lines and history, red-letter applications, and what customers want of their invoices."""

from django.db import models
from django.db.models import F, Q

from huikuan.invoicing.rules.checking import Severity
from huikuan.invoicing.rules.records import Format, Kind
from huikuan.invoicing.rules.states import RedState, State, Way
from huikuan.kernel.money import DOCUMENT_MAX_MINOR


class TaxInvoice(models.Model):
    """A tax invoice (发票) as it was issued, amounts in minor units, of a red one (红字发票) negative.

    `red_minor` is what red ones in the books took of a blue one. `findings` are those of the last look, `worst` their worst.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60)
    code = models.CharField(max_length=12, blank=True)
    form = models.CharField(max_length=10, choices=[(form.value, form.value) for form in Format])
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    is_red = models.BooleanField()
    issue_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    adjustment_minor = models.BigIntegerField(default=0)
    red_minor = models.BigIntegerField(default=0)
    is_tax_stated = models.BooleanField(default=True)
    words = models.CharField(max_length=100, blank=True)
    seller_name = models.CharField(max_length=200, blank=True)
    seller_tax_code = models.CharField(max_length=60, blank=True)
    buyer_name = models.CharField(max_length=200, blank=True)
    buyer_tax_code = models.CharField(max_length=60, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    original_number = models.CharField(max_length=60, blank=True)
    confirmation_number = models.CharField(max_length=60, blank=True)
    contract_number = models.CharField(max_length=100, blank=True)
    blue = models.ForeignKey("self", models.PROTECT, null=True, related_name="reds")
    invoice = models.ForeignKey("receivables.Invoice", models.PROTECT, null=True, related_name="+")
    raised = models.BooleanField(default=False)
    file_name = models.CharField(max_length=120, blank=True)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    worst = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Severity])
    findings = models.JSONField(default=list)
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way], default=Way.ISSUED.value)
    way_since = models.DateField(null=True)
    taken_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code", "number"], name="invoicing_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="invoicing_numbered"),
            models.CheckConstraint(
                condition=Q(is_red=False, gross_minor__gte=1, gross_minor__lte=DOCUMENT_MAX_MINOR)
                | Q(is_red=True, gross_minor__lte=-1, gross_minor__gte=-DOCUMENT_MAX_MINOR),
                name="invoicing_amount",
            ),
            models.CheckConstraint(
                condition=Q(red_minor__gte=0)
                & (Q(is_red=True, red_minor=0) | Q(is_red=False, red_minor__lte=F("gross_minor"))),
                name="invoicing_red_within_blue",
            ),
            models.CheckConstraint(
                condition=Q(state="BOOKED", customer__isnull=False, invoice__isnull=False, issue_date__isnull=False)
                | ~Q(state="BOOKED") & Q(invoice=None),
                name="invoicing_booked_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="BOOKED") | Q(is_red=False, blue=None) | Q(is_red=True, blue__isnull=False),
                name="invoicing_red_has_blue",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "state"], name="invoicing_of_customer"),
            models.Index(fields=["invoice"], name="invoicing_of_debt", condition=Q(invoice__isnull=False)),
            models.Index(fields=["state", "worst"], name="invoicing_to_mend"),
            models.Index(fields=["way", "way_since"], name="invoicing_on_the_way", condition=Q(state="BOOKED")),
        ]


class TaxInvoiceLine(models.Model):
    """A line of a tax invoice; net and tax in minor units, rate and quantity in millionths; never changed."""

    tax_invoice = models.ForeignKey(TaxInvoice, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    item_code = models.CharField(max_length=60, blank=True)
    specification = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity_micros = models.BigIntegerField(null=True)
    unit_price = models.CharField(max_length=40, blank=True)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(null=True)
    rate_micros = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tax_invoice", "number"], name="invoicing_line_once")]


class Happening(models.Model):
    """What happened to a tax invoice: taken, booked, sent, received, returned; append-only.

    `how` is the way it went, `who_there` the person at the customer, `reference` the waybill or the message.
    """

    tax_invoice = models.ForeignKey(TaxInvoice, models.PROTECT, related_name="happenings")
    event = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    how = models.CharField(max_length=10, blank=True)
    who_there = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class RedApplication(models.Model):
    """An application for a red-letter invoice (红字发票信息确认单): how much of which blue invoice, why, how far it is."""

    blue = models.ForeignKey(TaxInvoice, models.PROTECT, related_name="applications")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    confirmation_number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in RedState])
    red = models.OneToOneField(TaxInvoice, models.PROTECT, null=True, related_name="application")
    applied_on = models.DateField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR), name="invoicing_applied_amount"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="invoicing_applied_why"),
            models.CheckConstraint(
                condition=Q(state="USED", red__isnull=False) | ~Q(state="USED") & Q(red=None),
                name="invoicing_applied_used",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | ~Q(confirmation_number=""), name="invoicing_applied_confirmed"
            ),
        ]


class InvoiceWish(models.Model):
    """What a customer wants of his invoices beyond his way of paying; each version stays, the newest holds; append-only."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    email = models.EmailField(blank=True)
    remark = models.CharField(max_length=200, blank=True)
    most_minor = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="invoicing_wish_once"),
            models.CheckConstraint(
                condition=Q(most_minor=None) | Q(most_minor__gte=1, most_minor__lte=DOCUMENT_MAX_MINOR),
                name="invoicing_wish_most",
            ),
        ]
