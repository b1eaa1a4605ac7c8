"""Portal links with their one-time codes, the counters that slow down whoever tries, and what guests asked of us."""

from django.db import models
from django.db.models import F, Q

from huikuan.guests.rules.links import MOST_TRIES, LinkPurpose, RequestEvent, RequestKind, RequestState


class PortalLink(models.Model):
    """An address that shows one customer his own account, or one statement, until it expires or is revoked (TRUST S16).

    Neither the token nor anything from which it follows without the secret key stands here (docs/decisions/0019).
    Without `company` it is about every own company that bills the customer.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=[(purpose.value, purpose.value) for purpose in LinkPurpose])
    object_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10)
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=150, blank=True)
    last_used_at = models.DateTimeField(null=True)
    uses = models.PositiveIntegerField(default=0)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="guests_link_expires_later"),
            models.CheckConstraint(
                condition=Q(purpose="ACCOUNT", object_id=None) | Q(purpose="STATEMENT", object_id__isnull=False),
                name="guests_link_of_one_object",
            ),
            models.CheckConstraint(
                condition=Q(uses=0, last_used_at=None) | Q(uses__gte=1, last_used_at__isnull=False),
                name="guests_link_use_has_moment",
            ),
            models.CheckConstraint(condition=~Q(nonce=""), name="guests_link_has_nonce"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by_name="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by_name="")),
                name="guests_link_revoked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["customer", "expires_at"], name="guests_links_of_customer")]


class LinkCode(models.Model):
    """A one-time code of six digits that a person of the customer gets by another way than the link (TRUST S17).

    `message` is the text message it went by; without one it was read out.
    """

    link = models.ForeignKey(PortalLink, models.PROTECT, related_name="codes")
    salt = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    message = models.ForeignKey("outbox.Message", models.PROTECT, null=True, related_name="+")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=Q(ended_at=None), name="guests_code_one_at_a_time"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="guests_code_tries"),
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(passed_at__isnull=False, ended_at__isnull=False),
                name="guests_code_passes_once",
            ),
        ]


class GuestCounter(models.Model):
    """Attempts of one link or from one place within the running window."""

    bucket = models.CharField(max_length=64, unique=True)
    window_started_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField()


class GuestRequest(models.Model):
    """What a guest asked of us: a question, or that we keep another person; our people accept or refuse it.

    The person asked for stands here alone, in `person`, and goes once it was decided; never in the audit trail.
    """

    link = models.ForeignKey(PortalLink, models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RequestKind])
    text = models.CharField(max_length=2_000)
    person = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in RequestState])
    asked_at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    answer = models.CharField(max_length=2_000, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="guests_request_says_something"),
            models.CheckConstraint(
                condition=Q(state="OPEN", decided_at=None, decided_by_name="")
                | (~Q(state="OPEN") & Q(decided_at__isnull=False) & ~Q(decided_by_name="")),
                name="guests_request_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="guests_requests_open", condition=Q(state="OPEN")),
            models.Index(fields=["customer"], name="guests_requests_customer"),
        ]


class RequestStep(models.Model):
    """What happened to a guest's request, when and by whom; append-only."""

    request = models.ForeignKey(GuestRequest, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=8, choices=[(event.value, event.value) for event in RequestEvent])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
