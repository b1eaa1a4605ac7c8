"""Orders as commitments, decisions kept for ever, holds, waivers, exclusions, stops, policy versions, the locks of groups."""

from django.db import models
from django.db.models import F, Q

from huikuan.credit.rules.orders import ExclusionScope, HoldState, WaiverState
from huikuan.credit.rules.policy import CheckPoint, Rule, Severity
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

_POINTS = [(point.value, point.value) for point in CheckPoint]
_SEVERITIES = [(severity.value, severity.value) for severity in Severity]
_RULES = [(rule.value, rule.value) for rule in Rule]


class GroupLock(models.Model):
    """One row for the top of each group of customers: whoever decides about one of them holds it until his commit."""

    root_id = models.BigIntegerField(primary_key=True)


class PolicyVersion(models.Model):
    """One version of the policy of credit control; editing makes the next one, none is ever changed."""

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    source = models.CharField(max_length=400)
    effective_from = models.DateField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class Commitment(models.Model):
    """An order that was let through, and what became of it, in minor units of its currency."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    ordered_minor = models.BigIntegerField()
    released_minor = models.BigIntegerField(default=0)
    delivered_minor = models.BigIntegerField(default=0)
    invoiced_minor = models.BigIntegerField(default=0)
    cancelled_minor = models.BigIntegerField(default=0)
    placed_on = models.DateField()
    placed_by_id = models.BigIntegerField(null=True)
    placed_by_name = models.CharField(max_length=150)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="credit_order_once"),
            models.CheckConstraint(condition=~Q(number=""), name="credit_order_numbered"),
            models.CheckConstraint(
                condition=Q(ordered_minor__gte=1, ordered_minor__lte=DOCUMENT_MAX_MINOR), name="credit_order_amount"
            ),
            models.CheckConstraint(
                condition=Q(
                    released_minor__gte=0, delivered_minor__gte=0, invoiced_minor__gte=0, cancelled_minor__gte=0
                ),
                name="credit_order_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(ordered_minor__gte=F("delivered_minor") + F("cancelled_minor")),
                name="credit_order_delivered",
            ),
            models.CheckConstraint(
                condition=Q(ordered_minor__gte=F("released_minor") + F("cancelled_minor")), name="credit_order_released"
            ),
            models.CheckConstraint(condition=Q(delivered_minor__gte=F("invoiced_minor")), name="credit_order_invoiced"),
        ]
        indexes = [
            models.Index(
                fields=["customer"],
                name="credit_open_orders",
                condition=Q(ordered_minor__gt=F("invoiced_minor") + F("cancelled_minor")),
            ),
        ]


class OrderMove(models.Model):
    """By how much one act moved the amounts of an order, minor units; their sums are the order. Append-only."""

    order = models.ForeignKey(Commitment, models.PROTECT, related_name="moves")
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    ordered_minor = models.BigIntegerField()
    released_minor = models.BigIntegerField()
    delivered_minor = models.BigIntegerField()
    invoiced_minor = models.BigIntegerField()
    cancelled_minor = models.BigIntegerField()


class Decision(models.Model):
    """What was answered to a question about an order, from which facts, by which version of the policy; append-only."""

    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    root_id = models.BigIntegerField()
    check_point = models.CharField(max_length=10, choices=_POINTS)
    order_number = models.CharField(max_length=60)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    severity = models.CharField(max_length=10, choices=_SEVERITIES)
    reserved = models.BooleanField()
    base = models.CharField(max_length=3)
    exposure_minor = models.BigIntegerField()
    increase_minor = models.BigIntegerField()
    allowed_minor = models.BigIntegerField(null=True)
    override = models.CharField(max_length=200, blank=True)
    reasons = models.JSONField()
    release_by = models.JSONField()
    facts = models.JSONField()
    policy_number = models.PositiveIntegerField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=DOCUMENT_MAX_MINOR), name="credit_decision_amount"
            ),
            models.CheckConstraint(condition=~Q(order_number=""), name="credit_decision_about_an_order"),
            models.CheckConstraint(
                condition=Q(reserved=False) | Q(severity__in=("ALLOW", "WARN")), name="credit_blocked_takes_nothing"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "order_number"], name="credit_decisions_of_order"),
            models.Index(fields=["customer", "at"], name="credit_decisions_of_customer"),
        ]


class Hold(models.Model):
    """An order that waits at a check point: until it is released or rejected by a person, or nothing blocks it any more."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=60)
    check_point = models.CharField(max_length=10, choices=_POINTS)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reserve = models.BooleanField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in HoldState])
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    held_on = models.DateField()
    placed_by_id = models.BigIntegerField(null=True)
    placed_by_name = models.CharField(max_length=150)
    settled_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)
    settled_by_id = models.BigIntegerField(null=True)
    settled_by_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "order_number", "check_point"],
                condition=Q(state=HoldState.HELD.value),
                name="credit_held_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=HoldState.RELEASED.value)
                | Q(placed_by_id=None)
                | Q(settled_by_id=None)
                | ~Q(settled_by_id=F("placed_by_id")),
                name="credit_release_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(HoldState.RELEASED.value, HoldState.REJECTED.value)) | ~Q(reason=""),
                name="credit_settled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=HoldState.HELD.value, settled_at=None, settled_on=None)
                | (~Q(state=HoldState.HELD.value) & Q(settled_at__isnull=False, settled_on__isnull=False)),
                name="credit_settled_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "held_at"], name="credit_holds_by_state"),
            models.Index(fields=["company", "order_number"], name="credit_holds_of_order"),
        ]


class Waiver(models.Model):
    """Leave to let one order through in spite of the rules named, up to an amount and a day, once (FEATURES 4)."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, db_index=False, related_name="+")
    order_number = models.CharField(max_length=60)
    rules = models.JSONField()
    most_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    expires_on = models.DateField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in WaiverState])
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=150)
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=150, blank=True)
    request_id = models.BigIntegerField(unique=True, null=True)
    used_by = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="waiver")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(most_minor__gte=1, most_minor__lte=DOCUMENT_MAX_MINOR), name="credit_waiver_amount"
            ),
            models.CheckConstraint(
                condition=Q(approver_id=None) | Q(asked_by_id=None) | ~Q(approver_id=F("asked_by_id")),
                name="credit_waiver_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(WaiverState.APPROVED.value, WaiverState.USED.value)) | ~Q(approver_name=""),
                name="credit_waiver_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=WaiverState.USED.value, used_by__isnull=False)
                | (~Q(state=WaiverState.USED.value) & Q(used_by=None)),
                name="credit_waiver_used_for_a_decision",
            ),
            models.CheckConstraint(condition=~Q(order_number="") & ~Q(reason=""), name="credit_waiver_for_an_order"),
        ]
        indexes = [
            models.Index(
                fields=["company", "order_number"],
                name="credit_waivers_to_use",
                condition=Q(state=WaiverState.APPROVED.value),
            )
        ]


class Exclusion(models.Model):
    """A rule that is not asked for a customer, his group or an order, through a day; who allowed it and why."""

    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in ExclusionScope])
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=60, blank=True)
    check_point = models.CharField(max_length=10, choices=[("", ""), *_POINTS], blank=True)
    rule = models.CharField(max_length=20, choices=[("", ""), *_RULES], blank=True)
    reason = models.CharField(max_length=300)
    until = models.DateField()
    made_at = models.DateTimeField()
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope=ExclusionScope.ORDER.value) & ~Q(order_number="")
                | ~Q(scope=ExclusionScope.ORDER.value) & Q(order_number=""),
                name="credit_exclusion_scope",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(approver_name=""), name="credit_exclusion_has_reason"),
        ]


class CreditStop(models.Model):
    """No credit for a customer while it runs: a sanction (停止供货), by whom, why, through which day; for one order or (empty) each.

    With `company` only orders of that own company stop; two own companies may have orders of one number.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+")
    order_number = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField(max_length=150, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "order_number"],
                condition=Q(lifted_at=None, company=None),
                name="credit_stopped_once",
            ),
            models.UniqueConstraint(
                fields=["customer", "company", "order_number"],
                condition=Q(lifted_at=None, company__isnull=False),
                name="credit_stopped_once_by_company",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="credit_stop_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_because=""), name="credit_stop_lifted_with_reason"
            ),
        ]
