"""Messages to deliver with their frozen content, one append-only row per attempt, and the channels set up on a page."""

from django.db import models
from django.db.models import Q

from huikuan.outbox.rules import SETTABLE, ChannelName, Event, State


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


class KeptChannel(models.Model):
    """A provider or robot set up on the page of channels; what is secret of it stands sealed beside the rest."""

    name = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=10, choices=[(channel.value, channel.value) for channel in SETTABLE])
    kind = models.CharField(max_length=10)
    settings = models.JSONField(default=dict)
    sealed = models.TextField()
    is_on = models.BooleanField()
    number = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=Q(channel=ChannelName.SMS.value, is_on=True),
                name="outbox_one_sms_provider_on",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in SETTABLE]), name="outbox_kept_channel_settable"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(sealed=""), name="outbox_kept_channel_whole"),
            models.CheckConstraint(condition=Q(number__gte=1), name="outbox_kept_channel_counted"),
        ]
