"""Versions of scorecards, policies and the matrix; answers; runs, ratings, proposals; what was applied. Mostly append-only."""

from django.db import models
from django.db.models import F, Q

from huikuan.ratings.rules.rerating import ProposalState, RunKind, VersionState
from huikuan.ratings.rules.scorecards import CardKind, Grade
from huikuan.ratings.rules.scoring import Result
from huikuan.ratings.rules.versions import VersionKind

_GRADES = [(grade.value, grade.value) for grade in Grade]


class RuleVersion(models.Model):
    """One version of a scorecard, a grade policy or the matrix, as a document; never changed."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in VersionKind])
    customer_class = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    reason = models.CharField(max_length=400)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "customer_class", "number"], name="ratings_version_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="ratings_version_has_reason"),
        ]


class VersionStanding(models.Model):
    """Where a version stands; one of a kind and class is in force. Who puts it in force is not its author (TRUST S29)."""

    version = models.OneToOneField(RuleVersion, models.PROTECT, primary_key=True, related_name="standing")
    kind = models.CharField(max_length=10)
    customer_class = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in VersionState])
    author_id = models.BigIntegerField(null=True)
    request_id = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "customer_class"], condition=Q(state="ACTIVE"), name="ratings_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None) | Q(author_id=None) | ~Q(decided_by_id=F("author_id")),
                name="ratings_version_four_eyes",
            ),
        ]


class Answer(models.Model):
    """What a person said of one customer about one qualitative factor, dated, with the evidence."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in CardKind])
    factor = models.CharField(max_length=40)
    choice = models.CharField(max_length=40)
    evidence = models.CharField(max_length=1_000)
    answered_on = models.DateField()
    who_id = models.BigIntegerField(null=True)
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(factor="") & ~Q(choice=""), name="ratings_answer_whole"),
            models.CheckConstraint(condition=~Q(evidence=""), name="ratings_answer_has_evidence"),
        ]
        indexes = [models.Index(fields=["customer", "kind", "factor"], name="ratings_answers")]


class RatingRun(models.Model):
    """Customers rated together, with what was known then: posting numbers by own company, last contact, last answer."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RunKind])
    day = models.DateField()
    positions = models.JSONField()
    last_activity = models.BigIntegerField()
    last_answer = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rated = models.PositiveIntegerField()
    started_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day"], condition=~Q(kind="MANUAL"), name="ratings_run_once_a_day"),
        ]
        indexes = [models.Index(fields=["day"], name="ratings_runs")]


class Rating(models.Model):
    """One customer's score in a run, factor by factor, with the versions that made it."""

    run = models.ForeignKey(RatingRun, models.PROTECT, related_name="ratings")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    card = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+")
    policy = models.ForeignKey(RuleVersion, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in CardKind])
    as_of = models.DateField()
    result = models.CharField(max_length=10, choices=[(result.value, result.value) for result in Result])
    permille = models.PositiveSmallIntegerField(null=True)
    grade = models.CharField(max_length=1, choices=_GRADES, blank=True)
    lines = models.JSONField()
    facts = models.JSONField()
    events = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "customer", "kind"], name="ratings_rated_once"),
            models.CheckConstraint(
                condition=Q(result="SCORED", permille__isnull=False, permille__lte=1_000) & ~Q(grade="")
                | Q(result="NOT_ENOUGH", permille=None, grade=""),
                name="ratings_score_whole",
            ),
        ]
        indexes = [models.Index(fields=["customer", "kind", "-id"], name="ratings_of_customer")]


class CurrentRating(models.Model):
    """The last rating of a customer, for lists; proved by `huikuan check`."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1, blank=True)
    permille = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "kind"], name="ratings_current_once")]
        indexes = [models.Index(fields=["kind", "grade", "permille"], name="ratings_by_grade")]


class Proposal(models.Model):
    """New terms that a rating proposes; one waits per customer. What a falling grade tightened by policy was applied at once."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="proposal")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ProposalState])
    direction = models.CharField(max_length=8)
    is_automatic = models.BooleanField()
    grade_before = models.CharField(max_length=1, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    reasons = models.JSONField()
    request_id = models.BigIntegerField(null=True, unique=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(state="WAITING"), name="ratings_one_waits"),
            models.CheckConstraint(
                condition=Q(is_automatic=False) | Q(direction="TIGHTER"), name="ratings_automatic_only_tighter"
            ),
        ]


class CreditTerms(models.Model):
    """Terms that a rating put in force: the customer's history of grade, limit, term, deposit, discount, class and ladder."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1, blank=True)
    valid_from = models.DateField()
    valid_through = models.DateField()
    currency = models.CharField(max_length=3)
    limit_minor = models.BigIntegerField(null=True)
    terms_days = models.PositiveSmallIntegerField(null=True)
    customer_class = models.CharField(max_length=20)
    deposit_permille = models.PositiveSmallIntegerField()
    discount_permille = models.PositiveSmallIntegerField()
    discount_days = models.PositiveSmallIntegerField()
    ladder = models.CharField(max_length=10, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_through__gte=F("valid_from")), name="ratings_terms_in_order"),
            models.CheckConstraint(
                condition=Q(limit_minor=None) | Q(limit_minor__gte=0), name="ratings_terms_limit_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="ratings_terms")]
