"""Signs recorded by people, judgements with their history, appeals, and the policy in versions."""

from django.db import models
from django.db.models import F, Q

from huikuan.conduct.rules.judging import AppealState, Event, State
from huikuan.conduct.rules.weighing import RECORDED, Nature

_NATURES = [(nature.value, nature.value) for nature in Nature]


class Sign(models.Model):
    """A fact about a company that speaks for or against malice, with the document that proves it; append-only."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=24, choices=[(ground.value, ground.value) for ground in RECORDED])
    text = models.CharField(max_length=2_000)
    happened_on = models.DateField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="conduct_sign_says_what")]


class SignTakenBack(models.Model):
    """A recorded sign that turned out not to be true, and why; append-only."""

    sign = models.OneToOneField(Sign, models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="conduct_taken_back_says_why")]


class Judgement(models.Model):
    """What a person took a debtor for, why, what the rules had proposed, and when it is looked at again (恶意欠款认定)."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    nature = models.CharField(max_length=14, choices=_NATURES)
    reason = models.CharField(max_length=2_000)
    proposed = models.CharField(max_length=14, choices=_NATURES)
    points_for = models.PositiveIntegerField()
    points_against = models.PositiveIntegerField()
    grounds = models.JSONField()
    policy_number = models.PositiveIntegerField()
    judged_on = models.DateField()
    review_on = models.DateField()
    judge_id = models.BigIntegerField()
    judge_name = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    ended_on = models.DateField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="conduct_judgement_says_why"),
            models.CheckConstraint(condition=Q(review_on__gt=F("judged_on")), name="conduct_reviewed_later"),
            models.CheckConstraint(
                condition=Q(state="IN_FORCE", ended_on=None)
                | (~Q(state="IN_FORCE") & Q(ended_on__isnull=False, ended_on__gte=F("judged_on"))),
                name="conduct_ended_when_over",
            ),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(state="IN_FORCE"), name="conduct_one_judgement_in_force"
            ),
        ]
        indexes = [models.Index(fields=["review_on"], name="conduct_reviews", condition=Q(state="IN_FORCE"))]


class JudgementStep(models.Model):
    """What happened to a judgement, when and by whom; append-only."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=8, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=2_000, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class Appeal(models.Model):
    """What a customer says against a judgement; decided by another person than the judge."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="appeals")
    judge_id = models.BigIntegerField()
    text = models.CharField(max_length=2_000)
    said_by = models.CharField(max_length=150)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    filed_on = models.DateField()
    filed_by_name = models.CharField(max_length=150)
    state = models.CharField(max_length=9, choices=[(state.value, state.value) for state in AppealState])
    decided_on = models.DateField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=2_000, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(said_by=""), name="conduct_appeal_says_what"),
            models.CheckConstraint(
                condition=Q(state="OPEN", decided_on=None, decided_by_id=None)
                | Q(state="LAPSED", decided_on__isnull=False, decided_by_id=None)
                | (
                    Q(state__in=["UPHELD", "DISMISSED"], decided_on__isnull=False, decided_by_id__isnull=False)
                    & ~Q(note="")
                ),
                name="conduct_appeal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("judge_id")), name="conduct_appeal_by_another"
            ),
            models.UniqueConstraint(fields=["judgement"], condition=Q(state="OPEN"), name="conduct_one_open_appeal"),
        ]


class PolicyVersion(models.Model):
    """Points of each ground, threshold and days; append-only."""

    number = models.PositiveIntegerField(unique=True)
    weights = models.JSONField()
    threshold = models.PositiveIntegerField()
    least_kinds = models.PositiveSmallIntegerField()
    look_back_days = models.PositiveSmallIntegerField()
    review_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    who_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=1, least_kinds__gte=1, look_back_days__gte=30, review_days__gte=1),
                name="conduct_policy_bounded",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="conduct_policy_says_why"),
        ]
