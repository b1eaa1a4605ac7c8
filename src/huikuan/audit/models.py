"""One append-only row per act, its kept result, and the blocks that seal the acts into a chain."""

from django.db import models
from django.db.models import Q


class Act(models.Model):
    """What somebody did: the audit row and, by its unique key, the idempotency record."""

    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=150)
    actor_user_id = models.BigIntegerField(null=True)
    company_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)
    input_hash = models.CharField(max_length=64)
    detail = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="audit_act_at"),
            models.Index(fields=["verb", "at"], name="audit_act_verb_at"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="audit_act_key_not_empty")]


class ActResult(models.Model):
    """What the act answered; the same key gets the same answer again."""

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True)
    result = models.JSONField()


class Seal(models.Model):
    """A block of sealed acts: Merkle root over the leaves, linked to the block before."""

    number = models.BigIntegerField(unique=True)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    root = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_seal_number_positive"),
            models.CheckConstraint(condition=Q(last_position__gte=models.F("first_position")), name="audit_seal_range"),
        ]


class SealedAct(models.Model):
    """The gapless place of an act in the chain and the hash of its canonical text."""

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True)
    position = models.BigIntegerField(unique=True)
    leaf = models.CharField(max_length=64)
