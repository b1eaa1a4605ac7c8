"""Applications to open a customer, their documents, field checks and history; requirements as versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huikuan.openings.rules import RUNNING, CustomerKind, DocumentCode, OpeningState, Verdict

_VALID = [OpeningState.APPROVED.value, OpeningState.EXPIRED.value]


class RequirementVersion(models.Model):
    """A version of what an application needs and since when; editing makes the next one, none is ever changed."""

    number = models.PositiveIntegerField(unique=True)
    required_from = models.DateField(null=True)
    valid_months = models.PositiveSmallIntegerField()
    documents = models.JSONField()
    source = models.CharField(max_length=400)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_months__gte=1), name="openings_valid_months"),
            models.CheckConstraint(condition=~Q(source=""), name="openings_requirements_source"),
        ]


class Opening(models.Model):
    """An application to open a customer (account opening 开户申请)."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in CustomerKind])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in OpeningState])
    reason = models.CharField(max_length=300)
    requirements_number = models.PositiveIntegerField()
    required = models.JSONField()
    valid_months = models.PositiveSmallIntegerField()
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applicant_name = models.CharField(max_length=150)
    applied_at = models.DateTimeField()
    request_id = models.BigIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_through = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state__in=[state.value for state in RUNNING]),
                name="openings_running_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_VALID, valid_from__isnull=False, valid_through__gte=F("valid_from"))
                | (~Q(state__in=_VALID) & Q(valid_from=None, valid_through=None)),
                name="openings_validity_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="openings_reason"),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="openings_of_customer"),
            models.Index(fields=["state", "-id"], name="openings_by_state"),
        ]


class OpeningDocument(models.Model):
    """A document that was supplied, or waived with a reason; append-only."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="documents", db_index=False)
    code = models.CharField(max_length=20, choices=[(code.value, code.value) for code in DocumentCode])
    document_id = models.BigIntegerField(null=True)
    is_of_check = models.BooleanField(default=False)
    waived_because = models.CharField(max_length=300, blank=True, default="")
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "code", "document_id"], name="openings_document_once"),
            models.CheckConstraint(
                condition=(Q(document_id=None) & ~Q(waived_because=""))
                | Q(document_id__isnull=False, waived_because=""),
                name="openings_document_or_waiver",
            ),
        ]


class FieldCheck(models.Model):
    """A visit on site by a manager who neither sells to the customer nor applied (field check 实地核查); append-only."""

    opening = models.OneToOneField(Opening, models.PROTECT, related_name="field_check")
    checked_on = models.DateField()
    place = models.CharField(max_length=300)
    findings = models.TextField()
    verdict = models.CharField(max_length=10, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    checker_name = models.CharField(max_length=150)
    applicant_id = models.BigIntegerField(null=True)
    salesperson_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant_id=None) | ~Q(applicant_id=F("checker_id")), name="openings_checker_not_applicant"
            ),
            models.CheckConstraint(
                condition=Q(salesperson_id=None) | ~Q(salesperson_id=F("checker_id")),
                name="openings_checker_not_salesperson",
            ),
            models.CheckConstraint(condition=~Q(findings="") & ~Q(place=""), name="openings_check_written"),
        ]


class OpeningStep(models.Model):
    """One step in the life of an application; append-only."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="steps", db_index=False)
    event = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    note = models.CharField(max_length=1_000, blank=True, default="")
    who_id = models.BigIntegerField(null=True)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "event"], name="openings_step_once")]
