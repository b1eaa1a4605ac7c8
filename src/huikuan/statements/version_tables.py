"""How statements are made and what they say, in versions: loaded with the other tables of this room by `models`."""

from django.db import models
from django.db.models import F, Q

from huikuan.statements.rules.policy import MOST_DAYS, Language
from huikuan.statements.rules.texts import TextKind


class StatementPolicy(models.Model):
    """One version of how statements are made and followed up; append-only."""

    number = models.PositiveIntegerField(unique=True)
    reply_days = models.PositiveSmallIntegerField()
    second_days = models.PositiveSmallIntegerField()
    makes_runs = models.BooleanField()
    requests_again = models.BooleanField()
    prints_seal = models.BooleanField()
    language = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Language])
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reply_days__gte=1, reply_days__lte=MOST_DAYS, second_days__gte=1, second_days__lte=MOST_DAYS
                ),
                name="statements_policy_days",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="statements_policy_says_why"),
        ]


class RecipientChoice(models.Model):
    """Who at a customer gets his statements: a person, or whoever is first in a part; append-only, the last one counts."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    contact = models.ForeignKey("customers.Contact", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="statements_choice_once"),
            models.CheckConstraint(condition=Q(contact=None) | Q(role=""), name="statements_choice_of_one"),
        ]


class StatementText(models.Model):
    """A text of ours for a kind and language; in use once another person has approved it (S29)."""

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in TextKind])
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    body = models.TextField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "number"], name="statements_text_once"),
            models.CheckConstraint(
                condition=Q(approver_id=None) | ~Q(approver_id=F("author_id")), name="statements_text_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(approver_id=None, approved_at=None)
                | Q(approver_id__isnull=False, approved_at__isnull=False),
                name="statements_text_approval_whole",
            ),
        ]
