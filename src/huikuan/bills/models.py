"""Bills and vouchers with their parts, the list of acceptors that do not pay, cash brought to the bank, deposits, set-off, IOUs."""

from django.db import models
from django.db.models import F, Q

from huikuan.bills.rules.life import Event, State
from huikuan.bills.rules.other_forms import DepositEvent, DepositKind, NoteKind, SetOffKind
from huikuan.bills.rules.watching import ListingKind
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.receipts.rules import PAPER_METHODS

_AMOUNT = Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR)


class PolicyVersion(models.Model):
    """A version of the numbers for bills, vouchers and deposits; editing makes the next one, none is changed."""

    number = models.PositiveIntegerField(unique=True)
    values = models.JSONField()
    source = models.CharField(max_length=400)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="bills_policy_source")]


class Acceptor(models.Model):
    """What we decided of an acceptor: whether its bills leave our books when they are passed on (6+9 banks 终止确认)."""

    name_key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    is_derecognised = models.BooleanField()
    source = models.CharField(max_length=300)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)


class WatchList(models.Model):
    """A version of the list of acceptors that do not pay, as it was taken in; the newest one is asked."""

    number = models.PositiveIntegerField(unique=True)
    source = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveIntegerField()
    rows_accepted = models.PositiveIntegerField()
    rows_duplicate = models.PositiveIntegerField()
    rows_rejected = models.PositiveIntegerField()
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_accepted") + F("rows_duplicate") + F("rows_rejected")),
                name="bills_watch_rows_sum",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="bills_watch_source"),
        ]


class ListedAcceptor(models.Model):
    """An acceptor on one version of the list; append-only."""

    watch_list = models.ForeignKey(WatchList, models.PROTECT, related_name="listed", db_index=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    tax_code = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ListingKind])
    from_day = models.DateField()
    through_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(through_day=None) | Q(through_day__gte=F("from_day")), name="bills_listed_days"
            )
        ]
        indexes = [models.Index(fields=["watch_list", "name_key"], name="bills_listed_name")]


class RejectedListing(models.Model):
    """A row of a list's file that was not taken: where it stands, what it says, why; append-only."""

    watch_list = models.ForeignKey(WatchList, models.PROTECT, related_name="rejections", db_index=False)
    file_name = models.CharField(max_length=255, blank=True)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch_list", "line"], name="bills_rejected_line_once"),
            models.CheckConstraint(condition=Q(line__gte=1) & ~Q(code=""), name="bills_rejected_why"),
        ]


class Bill(models.Model):
    """A bill or voucher as its face says, once whatever parts of it come to us; its row is the lock of all its parts."""

    kind = models.CharField(max_length=16, choices=sorted((one.value, one.value) for one in PAPER_METHODS))
    number = models.CharField(max_length=60, unique=True)
    drawer = models.CharField(max_length=200)
    acceptor = models.CharField(max_length=200)
    acceptor_key = models.CharField(max_length=200)
    acceptor_bank = models.CharField(max_length=200, blank=True)
    payee = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField()
    matures_on = models.DateField(null=True)
    is_transferable = models.BooleanField(default=True)
    is_paper = models.BooleanField(default=False)
    has_recourse = models.BooleanField(default=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(matures_on=None) | Q(matures_on__gte=F("issued_on")), name="bills_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(number="") & ~Q(acceptor=""), name="bills_named"),
            models.CheckConstraint(condition=Q(kind="VOUCHER") | Q(has_recourse=True), name="bills_have_recourse"),
        ]


class BillPart(models.Model):
    """A sub-range of a bill that one receipt brought, or the whole where `start` is 0; a part that was split lives on in its parts."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="parts")
    receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    since = models.DateField()
    dishonoured_on = models.DateField(null=True)
    paid_again_on = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(start=0, end=0)
                | Q(start__gte=1, end__gte=F("start"), amount_minor=F("end") - F("start") + 1),
                name="bills_part_range",
            ),
            models.CheckConstraint(condition=_AMOUNT, name="bills_part_amount"),
            models.UniqueConstraint(
                fields=["bill", "start"],
                condition=Q(state__in=["HELD", "PLEDGED", "PRESENTED"]),
                name="bills_range_in_hand_once",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="bills_part_state")]


class BillEvent(models.Model):
    """What happened to a part, who with, and what it posted; append-only."""

    part = models.ForeignKey(BillPart, models.PROTECT, related_name="events")
    event = models.CharField(max_length=14, choices=[(event.value, event.value) for event in Event])
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField(default=0)
    counterparty = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, related_name="+")
    line_receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1, interest_minor__gte=0), name="bills_event_amounts")
        ]
        indexes = [models.Index(fields=["on"], name="bills_event_day")]


class CashStep(models.Model):
    """Cash of a receipt that a bank line shows; it counts until its posting is reversed; append-only."""

    receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, related_name="+")
    line_receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, related_name="+")
    posting = models.OneToOneField("ledger.Posting", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    on = models.DateField()
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=_AMOUNT, name="bills_cash_amount")]


class Deposit(models.Model):
    """Money of a customer that pays no debt until it is taken for one (定金, 保证金): held, applied, paid back or forfeited."""

    receipt = models.OneToOneField("receipts.Receipt", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in DepositKind])
    contract_number = models.CharField(max_length=100, blank=True)
    contract_minor = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    held_minor = models.BigIntegerField()
    applied_minor = models.BigIntegerField(default=0)
    paid_back_minor = models.BigIntegerField(default=0)
    forfeited_minor = models.BigIntegerField(default=0)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_AMOUNT, name="bills_deposit_amount"),
            models.CheckConstraint(
                condition=Q(
                    amount_minor=F("held_minor") + F("applied_minor") + F("paid_back_minor") + F("forfeited_minor"),
                    held_minor__gte=0,
                    applied_minor__gte=0,
                    paid_back_minor__gte=0,
                    forfeited_minor__gte=0,
                ),
                name="bills_deposit_parts_sum",
            ),
        ]


class DepositStep(models.Model):
    """What became of a deposit; append-only."""

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in DepositEvent])
    amount_minor = models.BigIntegerField()
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, related_name="+")
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=_AMOUNT, name="bills_deposit_step_amount")]


class SetOff(models.Model):
    """What lets debts go against each other (抵账): the notice or the signed agreement, its parties, the debts; append-only."""

    receipt = models.OneToOneField("receipts.Receipt", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SetOffKind])
    parties = models.CharField(max_length=400)
    our_debt = models.CharField(max_length=300)
    signed_on = models.DateField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(parties="") & ~Q(our_debt=""), name="bills_set_off_named")]


class Iou(models.Model):
    """A note of debt (欠条) about items of a sale with its own due date, or one of a loan (借条); evidence, no posting."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=[(kind.value, kind.value) for kind in NoteKind])
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    signed_on = models.DateField()
    due_on = models.DateField()
    signed_by = models.CharField(max_length=100)
    rate_ppm = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_AMOUNT, name="bills_iou_amount"),
            models.CheckConstraint(condition=Q(due_on__gte=F("signed_on")), name="bills_iou_days"),
        ]


class IouItem(models.Model):
    """An item that an IOU is about; append-only."""

    iou = models.ForeignKey(Iou, models.PROTECT, related_name="items")
    receivable = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["iou", "receivable"], name="bills_iou_item_once")]
