"""Orders, delivery notes, acceptances, progress, sales of consigned goods, what was invoiced of them, and the policy."""

from django.db import models
from django.db.models import F, Q

from huikuan.contracts.rules.terms import Trigger
from huikuan.deliveries.columns import Goods, Signed
from huikuan.deliveries.rules.policy import MOST_PERMILLE
from huikuan.deliveries.rules.states import NoteState, OrderState, PaperKind, Remedy
from huikuan.kernel.micros import MICROS_MAX
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

_AMOUNT = Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR)
_QUANTITY = Q(quantity_micros__gte=1, quantity_micros__lte=MICROS_MAX, unit_price_micros__gte=0, amount_minor__gte=0)


class Order(models.Model):
    """What a customer ordered (订单); its amounts at risk are kept by credit under the same number."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60)
    placed_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    needs_acceptance = models.BooleanField(default=False)
    inspection_days = models.PositiveSmallIntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in OrderState])
    placed_by_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="deliveries_order_once"),
            models.CheckConstraint(condition=_AMOUNT, name="deliveries_order_amount"),
            models.CheckConstraint(condition=~Q(number=""), name="deliveries_order_numbered"),
        ]


class OrderLine(Goods):
    """A line of an order: what was delivered of it less what was rejected never passes the most that is tolerated."""

    order = models.ForeignKey(Order, models.PROTECT, db_index=False, related_name="lines")
    most_micros = models.BigIntegerField()
    delivered_micros = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="deliveries_order_line_once"),
            models.CheckConstraint(condition=_QUANTITY & ~Q(name=""), name="deliveries_order_line_of_something"),
            models.CheckConstraint(
                condition=Q(
                    delivered_micros__gte=0,
                    delivered_micros__lte=F("most_micros"),
                    most_micros__gte=F("quantity_micros"),
                ),
                name="deliveries_not_above_order",
            ),
        ]


class Note(models.Model):
    """A delivery note (送货单). Accepted, rejected and sold are sums over its lines, minor units; the days are the latest ones."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="notes")
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replacements")
    number = models.CharField(max_length=60)
    delivered_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    accepted_minor = models.BigIntegerField(default=0)
    rejected_minor = models.BigIntegerField(default=0)
    sold_minor = models.BigIntegerField(default=0)
    accepted_on = models.DateField(null=True)
    sold_on = models.DateField(null=True)
    is_consignment = models.BooleanField(default=False)
    completes = models.BooleanField(default=False)
    needs_acceptance = models.BooleanField(default=False)
    inspection_days = models.PositiveSmallIntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in NoteState])
    signed_on = models.DateField(null=True)
    signatory = models.CharField(max_length=100, blank=True, default="")
    signatory_role = models.CharField(max_length=100, blank=True, default="")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], condition=~Q(state="TAKEN_BACK"), name="deliveries_note_once"
            ),
            models.CheckConstraint(condition=_AMOUNT & ~Q(number=""), name="deliveries_note_amount"),
            models.CheckConstraint(
                condition=Q(accepted_minor__gte=0, rejected_minor__gte=0, sold_minor__gte=0)
                & Q(amount_minor__gte=F("accepted_minor") + F("rejected_minor"))
                & Q(amount_minor__gte=F("sold_minor") + F("rejected_minor")),
                name="deliveries_note_parts",
            ),
            models.CheckConstraint(
                condition=~Q(state="SIGNED") | (Q(signed_on__gte=F("delivered_on")) & ~Q(signatory="")),
                name="deliveries_note_signed",
            ),
            models.CheckConstraint(
                condition=Q(is_consignment=True) | Q(sold_minor=0), name="deliveries_only_consigned_is_sold"
            ),
        ]
        indexes = [
            models.Index(fields=["contract"], name="deliveries_of_contract", condition=~Q(state="TAKEN_BACK")),
            models.Index(fields=["delivered_on", "id"], name="deliveries_by_day"),
        ]


class NoteLine(Goods):
    """A line of a delivery note, and what became of it, millionths: never more than was delivered."""

    note = models.ForeignKey(Note, models.PROTECT, db_index=False, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="deliveries")
    accepted_micros = models.BigIntegerField(default=0)
    rejected_micros = models.BigIntegerField(default=0)
    sold_micros = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="deliveries_note_line_once"),
            models.CheckConstraint(condition=_QUANTITY & ~Q(name=""), name="deliveries_note_line_of_something"),
            models.CheckConstraint(
                condition=Q(accepted_micros__gte=0, rejected_micros__gte=0)
                & Q(quantity_micros__gte=F("accepted_micros") + F("rejected_micros")),
                name="deliveries_accepted_not_above",
            ),
            models.CheckConstraint(
                condition=Q(sold_micros__gte=0) & Q(quantity_micros__gte=F("sold_micros") + F("rejected_micros")),
                name="deliveries_sold_not_above",
            ),
        ]


class Acceptance(Signed):
    """An acceptance certificate (验收单) of a delivery note, or of a contract as a whole; `signed_on` is its day."""

    note = models.ForeignKey(Note, models.PROTECT, null=True, related_name="acceptances")
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    is_deemed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(note__isnull=False) | Q(contract__isnull=False), name="deliveries_acceptance_of_something"
            ),
            models.CheckConstraint(
                condition=Q(is_deemed=True) | ~Q(signatory=""), name="deliveries_acceptance_signed_or_deemed"
            ),
        ]


class AcceptanceLine(models.Model):
    """What a certificate says of a line of the delivery note, millionths; append-only."""

    acceptance = models.ForeignKey(Acceptance, models.PROTECT, db_index=False, related_name="lines")
    line = models.ForeignKey(NoteLine, models.PROTECT, related_name="judgments")
    accepted_micros = models.BigIntegerField()
    rejected_micros = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    remedy = models.CharField(max_length=10, choices=[(remedy.value, remedy.value) for remedy in Remedy], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "line"], name="deliveries_judged_once"),
            models.CheckConstraint(
                condition=Q(accepted_micros__gte=0, rejected_micros__gte=0)
                & ~Q(accepted_micros=0, rejected_micros=0)
                & (Q(rejected_micros=0) | (~Q(reason="") & ~Q(remedy=""))),
                name="deliveries_rejected_with_reason",
            ),
        ]


class Progress(Signed):
    """Both sides confirmed on a day that so much of a contract is done (进度确认单), per mille."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="+")
    progress_permille = models.PositiveSmallIntegerField()
    event = models.ForeignKey("contracts.ContractEvent", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(progress_permille__gte=1, progress_permille__lte=1_000), name="deliveries_progress_share"
            ),
            models.CheckConstraint(condition=~Q(signatory=""), name="deliveries_progress_signed"),
        ]


class SaleReport(Signed):
    """What a consignee reported to have sold of a delivery (代销清单); it is billed from then on."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="sale_reports")
    number = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], condition=Q(state="STANDS"), name="deliveries_sale_report_once"
            ),
            models.CheckConstraint(condition=~Q(number="") & ~Q(signatory=""), name="deliveries_sale_report_signed"),
        ]


class SaleLine(models.Model):
    """How much of a consigned line was sold, millionths; append-only."""

    report = models.ForeignKey(SaleReport, models.PROTECT, db_index=False, related_name="lines")
    line = models.ForeignKey(NoteLine, models.PROTECT, related_name="sales")
    sold_micros = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "line"], name="deliveries_sold_once"),
            models.CheckConstraint(condition=Q(sold_micros__gte=1), name="deliveries_sold_something"),
        ]


class InvoicedShare(models.Model):
    """How much of an invoice bills a delivery note, minor units; counts while the invoice stands and nobody took it back."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="invoiced")
    invoice = models.ForeignKey("receivables.Invoice", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    is_undone = models.BooleanField(default=False)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["note", "invoice"], condition=Q(is_undone=False), name="deliveries_share_once"
            ),
            models.CheckConstraint(condition=_AMOUNT, name="deliveries_share_amount"),
        ]


class FiredEvent(models.Model):
    """The event of a contract that its deliveries or acceptances made; one stands for each kind."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in (Trigger.DELIVERY, Trigger.ACCEPTANCE)]
    )
    event = models.OneToOneField("contracts.ContractEvent", models.PROTECT, related_name="+")
    is_undone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind"], condition=Q(is_undone=False), name="deliveries_fired_once"
            )
        ]


class Undoing(models.Model):
    """A paper that was taken back, by whom and why; append-only."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in PaperKind])
    paper_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "paper_id"], name="deliveries_undone_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="deliveries_undone_why"),
        ]


class PolicyVersion(models.Model):
    """By how many per mille a delivery may lie above its order or be short of it; each version stays; append-only."""

    number = models.PositiveIntegerField(unique=True)
    over_permille = models.PositiveSmallIntegerField()
    short_permille = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(over_permille__lte=MOST_PERMILLE, short_permille__lte=MOST_PERMILLE),
                name="deliveries_tolerance_bounded",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="deliveries_policy_says_why"),
        ]
