"""Money received: own bank accounts, statement lines, receipts, and why an allocation was made."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.receipts.debt_order import Order
from huikuan.receipts.matching.records import Decision
from huikuan.receipts.passing_tables import PassedMoney
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receipts.wallet_tables import SettledDay, Wallet, WalletLine, WalletRefund, WalletSettlement

__all__ = [
    "AllocationReason",
    "BankAccount",
    "DebtOrderVersion",
    "MatchOutcome",
    "PassedMoney",
    "Receipt",
    "SettledDay",
    "Statement",
    "StatementLine",
    "Wallet",
    "WalletLine",
    "WalletRefund",
    "WalletSettlement",
]


class BankAccount(models.Model):
    """An account of ours whose statements are imported; `stated_through` says how fresh our knowledge is."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, unique=True)
    bank = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    stated_through = models.DateField(null=True)
    is_active = models.BooleanField(default=True)


class Statement(models.Model):
    """One imported statement of one account (TRUST I3).

    Where it states both balances, opening + its lines + `known_minor` + `unread_minor` = closing: `known_minor` is the sum of
    those of its lines that an earlier statement had brought, `unread_minor` what refused rows, or balances that a person
    let pass, leave; None without both balances.
    """

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statements")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    source_sha256 = models.CharField(max_length=64)
    file_format = models.CharField(max_length=40)
    direction_proof = models.CharField(max_length=40)
    opening_minor = models.BigIntegerField(null=True)
    closing_minor = models.BigIntegerField(null=True)
    known_minor = models.BigIntegerField()
    unread_minor = models.BigIntegerField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)


class StatementLine(models.Model):
    """One line of a bank statement, kept as read; positive = money in."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+")
    line_key = models.CharField(max_length=80)
    position = models.IntegerField()
    booked_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    balance_minor = models.BigIntegerField(null=True)
    counterparty_name = models.CharField(max_length=200, blank=True)
    counterparty_account = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=500, blank=True)
    is_reversal = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "line_key"], name="receipts_line_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="receipts_line_not_zero"),
        ]
        indexes = [models.Index(fields=["bank_account", "booked_on"], name="receipts_line_day")]


class Receipt(models.Model):
    """Money that arrived (回款); what is not allocated, refunded, reversed or kept as a deposit stays unapplied (P1).

    `taken_by` is the colleague who took cash and answers for it until the bank has it. `reversed_minor` is what went back, or
    what turned out to be money booked before (cash a colleague brought to the bank, a bill that was paid), or what was passed on
    to another own company or into another currency.
    `first_moved_on` and `last_moved_on` are the effective days of the first and last entry after it was booked.
    """

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    number = models.BigIntegerField()
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, db_index=False, related_name="+")
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, null=True, related_name="+")
    statement_line = models.OneToOneField(StatementLine, models.PROTECT, null=True, related_name="receipt")
    method = models.CharField(max_length=16, choices=[(method.value, method.value) for method in ReceiptMethod])
    received_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    allocated_minor = models.BigIntegerField(default=0)
    unapplied_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    reversed_minor = models.BigIntegerField(default=0)
    deposit_minor = models.BigIntegerField(default=0)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+")
    first_moved_on = models.DateField(null=True)
    last_moved_on = models.DateField()
    payer_name = models.CharField(max_length=200, blank=True)
    payer_account = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=500, blank=True)
    source_ref = models.CharField(max_length=90, blank=True)
    not_a_receipt_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="receipts_number_once"),
            models.CheckConstraint(
                condition=Q(
                    amount_minor=F("allocated_minor")
                    + F("unapplied_minor")
                    + F("refunded_minor")
                    + F("reversed_minor")
                    + F("deposit_minor")
                ),
                name="receipts_parts_sum",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=1,
                    amount_minor__lte=DOCUMENT_MAX_MINOR,
                    fee_minor__gte=0,
                    fee_minor__lt=F("amount_minor"),
                    allocated_minor__gte=0,
                    unapplied_minor__gte=0,
                    refunded_minor__gte=0,
                    reversed_minor__gte=0,
                    deposit_minor__gte=0,
                ),
                name="receipts_parts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(method="CASH", bank_account=None), name="receipts_taken_in_cash"
            ),
            models.CheckConstraint(
                condition=Q(
                    first_moved_on__isnull=True, unapplied_minor=F("amount_minor"), last_moved_on=F("received_on")
                )
                | Q(first_moved_on__lte=F("last_moved_on"), last_moved_on__gte=F("received_on")),
                name="receipts_moved_days",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "received_on"], name="receipts_of_customer"),
            models.Index(fields=["company", "received_on", "unapplied_minor"], name="receipts_by_day"),
            models.Index(
                fields=["company", "customer", "currency", "unapplied_minor", "received_on"],
                name="receipts_unapplied",
                condition=Q(unapplied_minor__gt=0),
            ),
            models.Index(fields=["taken_by"], name="receipts_cash_taken", condition=Q(taken_by__isnull=False)),
            models.Index(
                fields=["customer", "last_moved_on"], name="receipts_taken_back", condition=Q(reversed_minor__gt=0)
            ),
            models.Index(fields=["source_ref"], name="receipts_source", condition=~Q(source_ref="")),
            models.Index(
                fields=["first_moved_on"],
                name="receipts_moved_later",
                condition=Q(first_moved_on__gt=F("received_on")),
            ),
            models.Index(
                fields=["last_moved_on"],
                name="receipts_moved_twice",
                condition=Q(last_moved_on__gt=F("first_moved_on")),
            ),
        ]


class MatchOutcome(models.Model):
    """What the matcher last said of a receipt; replaced when it looks again, gone when money is allocated."""

    receipt = models.OneToOneField(Receipt, models.CASCADE, primary_key=True, related_name="match")
    decision = models.CharField(max_length=8, choices=[(decision.value, decision.value) for decision in Decision])
    policy_version = models.CharField(max_length=20)
    candidates = models.JSONField()
    splits = models.JSONField(default=list)
    looked_at = models.DateTimeField()


class AllocationReason(models.Model):
    """Why an allocation was posted: by whom or by which rule, with which confidence; append-only."""

    posting = models.OneToOneField("ledger.Posting", models.PROTECT, primary_key=True, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocation_reasons")
    is_automatic = models.BooleanField()
    policy_version = models.CharField(max_length=20, blank=True)
    confidence_permille = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField()


class DebtOrderVersion(models.Model):
    """In which order unnamed money of an own company pays what is open (抵充顺序); each version stays; append-only."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    debt_order = models.CharField(max_length=16, choices=[(order.value, order.value) for order in Order])
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="receipts_debt_order_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="receipts_debt_order_says_why"),
            models.CheckConstraint(
                condition=Q(debt_order__in=[order.value for order in Order]), name="receipts_debt_order_known"
            ),
        ]
