"""Runs of statements, statements with their lines and open items, answers with objections, what was acknowledged, policies, texts."""

from django.db import models
from django.db.models import F, Q

from huikuan.statements.reply_tables import AcknowledgedItem, Acknowledgement, Objection, Reply
from huikuan.statements.rules.account import LineKind
from huikuan.statements.rules.states import Event, State, StatementKind
from huikuan.statements.version_tables import RecipientChoice, StatementPolicy, StatementText

__all__ = [
    "AcknowledgedItem",
    "Acknowledgement",
    "Dispatch",
    "Happening",
    "Objection",
    "RecipientChoice",
    "Reply",
    "Statement",
    "StatementItem",
    "StatementLine",
    "StatementPolicy",
    "StatementRun",
    "StatementText",
]
_GONE = Q(state__in=[State.WITHDRAWN.value, State.REPLACED.value])


class StatementRun(models.Model):
    """Statements of one own company for a period, made portion by portion; `after_customer` is how far it has come."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    since = models.DateField()
    through = models.DateField()
    dated_on = models.DateField()
    through_number = models.BigIntegerField()
    policy_number = models.PositiveIntegerField()
    customers = models.PositiveIntegerField()
    after_customer = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(one, one) for one in ("OPEN", "DONE", "CANCELLED")])
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "since", "through"],
                condition=~Q(state="CANCELLED"),
                name="statements_run_once",
            ),
            models.CheckConstraint(condition=Q(through__gte=F("since")), name="statements_run_days"),
            models.CheckConstraint(
                condition=Q(state="OPEN", ended_at=None) | (~Q(state="OPEN") & Q(ended_at__isnull=False)),
                name="statements_run_ended_whole",
            ),
        ]


class Statement(models.Model):
    """The account of one customer with one own company in one currency over a period, numbered; never changed once issued.

    `through_number` is the last posting it knows: the same account is computed from it at any time.
    """

    run = models.ForeignKey(StatementRun, models.PROTECT, null=True, related_name="statements")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in StatementKind])
    number = models.BigIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    since = models.DateField()
    through = models.DateField()
    dated_on = models.DateField()
    through_number = models.BigIntegerField()
    opening_minor = models.BigIntegerField()
    earlier_minor = models.BigIntegerField()
    billed_minor = models.BigIntegerField()
    credited_minor = models.BigIntegerField()
    received_minor = models.BigIntegerField()
    allowed_minor = models.BigIntegerField()
    other_minor = models.BigIntegerField()
    closing_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()
    on_account_minor = models.BigIntegerField()
    overdue_minor = models.BigIntegerField()
    retained_minor = models.BigIntegerField()
    papers_minor = models.BigIntegerField()
    deposit_minor = models.BigIntegerField()
    written_off_minor = models.BigIntegerField()
    language = models.CharField(max_length=10)
    deemed_contract = models.CharField(max_length=100, blank=True)
    chain_head = models.CharField(max_length=64)
    policy_number = models.PositiveIntegerField()
    reply_by = models.DateField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    pdf = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    xlsx = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    second_request_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="statements_number_once"),
            models.UniqueConstraint(
                fields=["company", "customer", "currency", "kind", "since", "through"],
                condition=~_GONE,
                name="statements_one_in_force",
            ),
            models.CheckConstraint(condition=Q(through__gte=F("since")), name="statements_days_in_order"),
            models.CheckConstraint(
                condition=Q(
                    closing_minor=F("opening_minor")
                    + F("earlier_minor")
                    + F("billed_minor")
                    - F("credited_minor")
                    - F("received_minor")
                    - F("allowed_minor")
                    + F("other_minor")
                ),
                name="statements_account_ties",
            ),
            models.CheckConstraint(
                condition=Q(closing_minor=F("open_minor") - F("on_account_minor")), name="statements_open_ties"
            ),
            models.CheckConstraint(
                condition=Q(overdue_minor__gte=0, overdue_minor__lte=F("open_minor")), name="statements_overdue_part"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "WITHDRAWN"])
                | (Q(pdf__isnull=False, xlsx__isnull=False) & ~Q(pdf_sha256="") & ~Q(xlsx_sha256="")),
                name="statements_issued_with_files",
            ),
            models.CheckConstraint(condition=Q(version__gte=1, number__gte=1), name="statements_numbered"),
        ]
        indexes = [
            models.Index(fields=["customer", "company", "currency", "-through"], name="statements_of_customer"),
            models.Index(fields=["through", "state"], name="statements_by_month"),
            models.Index(
                fields=["reply_by"],
                condition=Q(state__in=["SENT", "DELIVERED", "SECOND_REQUEST"]),
                name="statements_answers_due",
            ),
        ]


class StatementLine(models.Model):
    """One line of a statement as it was printed; append-only."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in LineKind])
    is_reversal = models.BooleanField()
    is_earlier = models.BooleanField()
    on = models.DateField()
    number = models.CharField(max_length=80, blank=True)
    contract = models.CharField(max_length=100, blank=True)
    delivery = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True)
    debit_minor = models.BigIntegerField()
    credit_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    posting_id = models.BigIntegerField()
    receivable_id = models.BigIntegerField(null=True)
    receipt_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statements_line_once"),
            models.CheckConstraint(
                condition=Q(debit_minor__gt=0, credit_minor=0) | Q(debit_minor=0, credit_minor__gt=0),
                name="statements_line_one_side",
            ),
        ]


class StatementItem(models.Model):
    """What is open of a receivable on the closing day; append-only."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="items")
    receivable_id = models.BigIntegerField()
    number = models.CharField(max_length=80)
    contract = models.CharField(max_length=100, blank=True)
    issue_date = models.DateField()
    due_on = models.DateField(null=True)
    open_minor = models.BigIntegerField()
    overdue_days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "receivable_id"], name="statements_item_once"),
            models.CheckConstraint(condition=Q(open_minor__gt=0), name="statements_item_open"),
        ]


class Happening(models.Model):
    """What happened to a statement, when and by whom; append-only."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="happenings")
    event = models.CharField(max_length=16, choices=[(event.value, event.value) for event in Event])
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    at = models.DateTimeField()
    who_name = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")


class Dispatch(models.Model):
    """One sending of a statement: by message, by post with its waybill, or handed over."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="dispatches")
    way = models.CharField(max_length=8, choices=[(one, one) for one in ("EMAIL", "POST", "HAND")])
    is_second = models.BooleanField()
    message = models.OneToOneField("outbox.Message", models.PROTECT, null=True, related_name="+")
    waybill = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="EMAIL", message__isnull=False) | (~Q(way="EMAIL") & Q(message=None)),
                name="statements_mailed_by_message",
            )
        ]
