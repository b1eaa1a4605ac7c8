"""Answers to statements, objections, and debts acknowledged: loaded with the other tables of this room by `models`."""

from django.db import models
from django.db.models import Q

from huikuan.disputes.rules import Reason
from huikuan.statements.rules.replying import Channel, Factor, Result, Seal, Strength


class Reply(models.Model):
    """An answer of the customer, with the hash of the very file it is about; append-only.

    `said_hash` is the SHA-256 of everything that was answered; a confirmation stands on a code or a stamped copy (S17).
    """

    statement = models.ForeignKey("statements.Statement", models.PROTECT, related_name="replies")
    channel = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Channel])
    result = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Result])
    replied_on = models.DateField()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    factor = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Factor])
    seal = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Seal])
    their_closing_minor = models.BigIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    code_id = models.BigIntegerField(null=True, unique=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    answered_sha256 = models.CharField(max_length=64)
    said_hash = models.CharField(max_length=64)
    acknowledged_minor = models.BigIntegerField()
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="CONFIRMED") | Q(factor="CODE") | Q(factor="STAMP", document__isnull=False),
                name="statements_confirmed_by_factor",
            ),
            models.CheckConstraint(
                condition=Q(factor="CODE", code_id__isnull=False) | (~Q(factor="CODE") & Q(code_id=None)),
                name="statements_code_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(answered_sha256="") & ~Q(said_hash=""), name="statements_reply_whole"
            ),
            models.CheckConstraint(
                condition=Q(channel="PORTAL") | Q(document__isnull=False), name="statements_paper_is_kept"
            ),
        ]


class Objection(models.Model):
    """What a customer objects to: one open item, or the balance as a whole; append-only."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="objections")
    receivable_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Reason])
    amount_minor = models.BigIntegerField()
    text = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    dispute_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "receivable_id"], name="statements_objection_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="statements_objection_amount"),
        ]


class Acknowledgement(models.Model):
    """A debt acknowledged by an answer: from its day the limitation period runs anew (诉讼时效规定 art. 14); append-only."""

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="acknowledgement")
    company_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    on = models.DateField()
    minor = models.BigIntegerField()
    strength = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Strength])
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="statements_acknowledged_something")]
        indexes = [models.Index(fields=["customer_id", "on"], name="statements_acknowledged")]


class AcknowledgedItem(models.Model):
    """What was acknowledged of one receivable; append-only."""

    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="items")
    receivable_id = models.BigIntegerField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["acknowledgement", "receivable_id"], name="statements_acknowledged_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="statements_acknowledged_amount"),
        ]
        indexes = [models.Index(fields=["receivable_id"], name="statements_acknowledged_item")]
