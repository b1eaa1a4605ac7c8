"""Accounts at payment providers: what their bills say, refunds booked, and which bank line paid which days out."""

from django.db import models
from django.db.models import F, Q

from huikuan.receipts.wallet_rules import AccountKind, WalletEvent


class Wallet(models.Model):
    """That an account of ours is one at a payment provider; `bill_format` is the kind of bill it takes, once it has one."""

    bank_account = models.OneToOneField("receipts.BankAccount", models.PROTECT, primary_key=True, related_name="wallet")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AccountKind])
    bill_format = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind="BANK"), name="receipts_wallet_no_bank")]


class WalletLine(models.Model):
    """What a provider's bill says of a statement line: gross = net + fee (P1); the fee of a refund is below zero."""

    line = models.OneToOneField("receipts.StatementLine", models.PROTECT, primary_key=True, related_name="wallet")
    bank_account = models.ForeignKey("receipts.BankAccount", models.PROTECT, related_name="+")
    day = models.DateField()
    event = models.CharField(max_length=12, choices=[(event.value, event.value) for event in WalletEvent])
    transaction_id = models.CharField(max_length=80, blank=True)
    order_number = models.CharField(max_length=80, blank=True)
    gross_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(gross_minor=F("net_minor") + F("fee_minor")), name="receipts_wallet_p1")
        ]
        indexes = [
            models.Index(fields=["bank_account", "day"], name="receipts_wallet_day"),
            models.Index(fields=["bank_account", "transaction_id"], name="receipts_wallet_transaction"),
            models.Index(fields=["bank_account", "order_number"], name="receipts_wallet_order"),
        ]


class WalletRefund(models.Model):
    """The refund of a bill that was booked on the receipt of its payment; it counts until its posting is reversed."""

    posting = models.OneToOneField("ledger.Posting", models.PROTECT, primary_key=True, related_name="+")
    line = models.ForeignKey(WalletLine, models.PROTECT, related_name="refunds")
    receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, related_name="+")


class WalletSettlement(models.Model):
    """Days of a merchant account that one bank line paid out; taken back where `undone_act` says so."""

    bank_account = models.ForeignKey("receipts.BankAccount", models.PROTECT, related_name="+")
    bank_line = models.ForeignKey("receipts.StatementLine", models.PROTECT, related_name="+")
    receipt = models.ForeignKey("receipts.Receipt", models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    net_minor = models.BigIntegerField()
    is_automatic = models.BooleanField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    undone_act = models.ForeignKey("audit.Act", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_line"], condition=Q(undone_act__isnull=True), name="receipts_payout_line_once"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"), net_minor__gte=1), name="receipts_payout_of_days"
            ),
        ]


class SettledDay(models.Model):
    """One day of a settlement with the net it had then; a day is paid out once."""

    settlement = models.ForeignKey(WalletSettlement, models.PROTECT, related_name="days")
    bank_account = models.ForeignKey("receipts.BankAccount", models.PROTECT, related_name="+")
    day = models.DateField()
    net_minor = models.BigIntegerField()
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_account", "day"], condition=Q(is_live=True), name="receipts_day_paid_once"
            )
        ]
