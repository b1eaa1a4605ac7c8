"""Messages to deliver with their frozen content, and one append-only row per attempt."""

from django.db import models
from django.db.models import Q

from huikuan.outbox.rules import ChannelName, Event, State


class Message(models.Model):
    """One message to one recipient; its content is frozen by the claim that sends it."""

    key = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20)
    channel = models.CharField(
        max_length=10,
        choices=[(channel.value, channel.value) for channel in ChannelName],
        default=ChannelName.EMAIL.value,
        db_default=ChannelName.EMAIL.value,
    )
    is_automatic = models.BooleanField()
    company_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    day = models.DateField()
    recipient = models.CharField(max_length=254)
    recipient_name = models.CharField(max_length=100, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    snapshot = models.JSONField(default=dict)
    snapshot_hash = models.CharField(max_length=64)
    document_ids = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    reasons = models.JSONField(default=list)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.BigIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(state=State.SUPPRESSED.value), name="outbox_message_once"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="outbox_message_key_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=[State.CLAIMED.value, State.SENDING.value], lease_until__isnull=False)
                | (~Q(state__in=[State.CLAIMED.value, State.SENDING.value]) & Q(lease_until=None)),
                name="outbox_message_leased_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT.value, sent_at__isnull=False)
                | (~Q(state=State.SENT.value) & Q(sent_at=None)),
                name="outbox_message_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in ChannelName]), name="outbox_message_channel_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at", "id"], name="outbox_queue"),
            models.Index(fields=["customer_id", "day"], name="outbox_of_customer"),
            models.Index(fields=["day"], name="outbox_by_day"),
        ]


class Attempt(models.Model):
    """What became of one claim of a message; append-only, one row per fencing token."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attempt_rows")
    token = models.BigIntegerField()
    worker = models.CharField(max_length=100)
    event = models.CharField(max_length=12, choices=[(event.value, event.value) for event in Event])
    at = models.DateTimeField()
    phase = models.CharField(max_length=12, blank=True)
    code = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "token"], name="outbox_attempt_once")]


class Allowance(models.Model):
    """How many messages a robot may still take now: a bucket that fills with time, shared by all workers."""

    name = models.CharField(max_length=80, unique=True)
    tokens = models.PositiveIntegerField()
    filled_at = models.DateTimeField()
