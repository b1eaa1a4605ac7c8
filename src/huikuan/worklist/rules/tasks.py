"""PURE: the tasks of a day, their weights and their order: money × chance × urgency, each with its reason and next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class TaskKind(StrEnum):
    """What the task is about."""

    FOLLOW_UP = "FOLLOW_UP"
    OVERDUE = "OVERDUE"
    DUE_SOON = "DUE_SOON"
    MONEY_PROPOSED = "MONEY_PROPOSED"
    MONEY_UNKNOWN = "MONEY_UNKNOWN"
    MONEY_TO_CLAIM = "MONEY_TO_CLAIM"
    CLAIM_TO_DECIDE = "CLAIM_TO_DECIDE"
    MESSAGE_UNCERTAIN = "MESSAGE_UNCERTAIN"
    RUN_WAITING = "RUN_WAITING"
    LETTER_AHEAD = "LETTER_AHEAD"
    FORETOLD = "FORETOLD"
    SECURITY_ENDING = "SECURITY_ENDING"
    CLOCK_ENDING = "CLOCK_ENDING"
    DEADLINE_ENDING = "DEADLINE_ENDING"
    CAUSE_MISSING = "CAUSE_MISSING"
    OURS_TO_MEND = "OURS_TO_MEND"
    CONDUCT_TO_DECIDE = "CONDUCT_TO_DECIDE"
    DISPUTE_OPEN = "DISPUTE_OPEN"
    PROMISE_BROKEN = "PROMISE_BROKEN"
    CUSTOMER_ASKED = "CUSTOMER_ASKED"
    STATEMENT_SILENT = "STATEMENT_SILENT"
    BILL_DUTY = "BILL_DUTY"
    BILL_LISTED = "BILL_LISTED"
    CALL_PLANNED = "CALL_PLANNED"
    VISIT_PLANNED = "VISIT_PLANNED"
    LETTERS_POST = "LETTERS_POST"
    SANCTION_TASK = "SANCTION_TASK"
    SANCTION_WAITS = "SANCTION_WAITS"
    JOINT_STEP = "JOINT_STEP"
    BUNDLE_READY = "BUNDLE_READY"


URGENT_KINDS = frozenset({TaskKind.MESSAGE_UNCERTAIN, TaskKind.RUN_WAITING})
"""Tasks before all money: letters to many customers wait for one decision."""

DEBT_KINDS = frozenset({TaskKind.FOLLOW_UP, TaskKind.OVERDUE, TaskKind.DUE_SOON})
AHEAD_KINDS = frozenset({TaskKind.LETTER_AHEAD, TaskKind.FORETOLD, TaskKind.CALL_PLANNED, TaskKind.VISIT_PLANNED})
"""Tasks about what will happen to a debt that may have a task of its own."""


ASKS_FOR_MONEY = DEBT_KINDS | AHEAD_KINDS
"""Tasks in which a customer is asked for money: what we owe him ourselves is said beside them."""
NOT_ASKED_FOR = frozenset(
    {
        TaskKind.RUN_WAITING,
        TaskKind.SECURITY_ENDING,
        TaskKind.CLOCK_ENDING,
        TaskKind.DEADLINE_ENDING,
        TaskKind.CLAIM_TO_DECIDE,
        TaskKind.CAUSE_MISSING,
        TaskKind.OURS_TO_MEND,
        TaskKind.CONDUCT_TO_DECIDE,
        TaskKind.DISPUTE_OPEN,
        TaskKind.PROMISE_BROKEN,
        TaskKind.CUSTOMER_ASKED,
        TaskKind.STATEMENT_SILENT,
        TaskKind.BILL_DUTY,
        TaskKind.BILL_LISTED,
        TaskKind.SANCTION_TASK,
        TaskKind.SANCTION_WAITS,
    }
)
"""Tasks whose amount is no money of its own: a run asks for debts that have tasks, a security stands behind them, claimed money
is unknown money that has one, what a bill is for was paid with it or has a task."""


_SAY_HOW_LATE = frozenset(
    {
        TaskKind.OVERDUE,
        TaskKind.FOLLOW_UP,
        TaskKind.LETTER_AHEAD,
        TaskKind.CALL_PLANNED,
        TaskKind.VISIT_PLANNED,
    }
)


class NextStep(StrEnum):
    """The concrete next step; worded by the top floor."""

    DO_AS_AGREED = "DO_AS_AGREED"
    CALL_NOW = "CALL_NOW"
    CALL_AND_GET_DATE = "CALL_AND_GET_DATE"
    VISIT_AND_ESCALATE = "VISIT_AND_ESCALATE"
    USE_UNAPPLIED_FIRST = "USE_UNAPPLIED_FIRST"
    FIND_CONTACT_FIRST = "FIND_CONTACT_FIRST"
    CONFIRM_NOTHING_BLOCKS = "CONFIRM_NOTHING_BLOCKS"
    CONFIRM_MATCHES = "CONFIRM_MATCHES"
    FIND_PAYER = "FIND_PAYER"
    CLAIM_MONEY = "CLAIM_MONEY"
    DECIDE_CLAIMS = "DECIDE_CLAIMS"
    DECIDE_MESSAGE = "DECIDE_MESSAGE"
    APPROVE_RUN = "APPROVE_RUN"
    DO_BY_HAND = "DO_BY_HAND"
    SEND_SANCTION = "SEND_SANCTION"
    APPLY_SANCTION = "APPLY_SANCTION"
    CALL_BEFORE_LETTER = "CALL_BEFORE_LETTER"
    DEMAND_FROM_GUARANTOR = "DEMAND_FROM_GUARANTOR"
    SUE_FOR_GUARANTEE = "SUE_FOR_GUARANTEE"
    RENEW_SECURITY = "RENEW_SECURITY"
    SETTLE_LAPSED = "SETTLE_LAPSED"
    RECORD_CAUSES = "RECORD_CAUSES"
    MEND_OURS = "MEND_OURS"
    JUDGE_DEBTOR = "JUDGE_DEBTOR"
    JUDGE_ANEW = "JUDGE_ANEW"
    DECIDE_APPEAL = "DECIDE_APPEAL"
    DECIDE_DISPUTE = "DECIDE_DISPUTE"
    ASK_FOR_NEW_DAY = "ASK_FOR_NEW_DAY"
    ANSWER_CUSTOMER = "ANSWER_CUSTOMER"
    REQUEST_AGAIN = "REQUEST_AGAIN"
    PROVE_OTHERWISE = "PROVE_OTHERWISE"
    PREPARE_PRESENTATION = "PREPARE_PRESENTATION"
    PRESENT_BILL = "PRESENT_BILL"
    PRESENT_BILL_LATE = "PRESENT_BILL_LATE"
    RECORD_BILL_ANSWER = "RECORD_BILL_ANSWER"
    GIVE_NOTICE_OF_DISHONOUR = "GIVE_NOTICE_OF_DISHONOUR"
    SEEK_RECOURSE = "SEEK_RECOURSE"
    CLAIM_ON_ACCEPTOR = "CLAIM_ON_ACCEPTOR"
    KEEP_TO_THE_SALE = "KEEP_TO_THE_SALE"
    ASK_FOR_OTHER_PAYMENT = "ASK_FOR_OTHER_PAYMENT"
    MAKE_PLANNED_CALL = "MAKE_PLANNED_CALL"
    PAY_PLANNED_VISIT = "PAY_PLANNED_VISIT"
    PRINT_LETTERS = "PRINT_LETTERS"
    NOTE_WAYBILLS = "NOTE_WAYBILLS"
    ASK_THE_COURIER = "ASK_THE_COURIER"
    HAVE_DEBT_CONFIRMED = "HAVE_DEBT_CONFIRMED"
    POST_DEMAND = "POST_DEMAND"
    FILE_SUIT = "FILE_SUIT"
    REVIVE_DEBT = "REVIVE_DEBT"
    MEET_DEADLINE = "MEET_DEADLINE"
    DO_JOINT_STEP = "DO_JOINT_STEP"
    FETCH_BUNDLE = "FETCH_BUNDLE"
    RETRY_BUNDLE = "RETRY_BUNDLE"


@dataclass(frozen=True, slots=True)
class WorklistPolicy:
    """Weights of the ranking, per mille, by days overdue (from, chance, urgency); edit to the company's own experience."""

    version: str = "worklist-4"
    source: str = "starting values of this product, to be replaced by the company's own collection history"
    by_days: tuple[tuple[int, int, int], ...] = (
        (1, 930, 500),
        (8, 900, 650),
        (31, 800, 800),
        (61, 700, 900),
        (91, 550, 1_000),
        (181, 350, 1_000),
        (366, 200, 1_000),
    )
    due_soon_days: int = 5
    due_soon_permille: int = 120
    foretold_permille: int = 60
    cause_permille: int = 50
    """A cause to record brings no money by itself: it stands behind the debts it is about."""
    judging_permille: int = 100
    """A judgement decides how a debt is asked for; the asking itself has tasks of its own."""
    dispute_permille: int = 300
    dispute_late_permille: int = 900
    broken_permille: int = 950
    sanction_permille: int = 400
    """What a step of the ladder is worth that was decided and waits: it moves the debt it is about."""
    silent_permille: int = 50
    silent_twice_permille: int = 100
    visit_from_days: int = 61
    follow_up_permille: int = 1_200
    security_by_step: tuple[tuple[int, int], ...] = ((180, 10), (90, 40), (30, 400), (0, 40))
    """Worth of a security that ends, per mille of what counts of it, by the warning step; one that lapsed is lost already."""
    clock_by_step: tuple[tuple[int, int], ...] = ((180, 10), (90, 60), (30, 600), (0, 20))
    """Worth of a debt whose limitation period ends, per mille of its amount, by the warning step; one that lapsed is hardly paid."""
    deadline_worth_minor: int = 10_000_000
    """What another legal deadline is taken to be about, minor units, as it names no amount."""
    bill_by_days: tuple[tuple[int, int], ...] = ((3, 950), (10, 700), (30, 400), (90, 150))
    """Worth of a bill that asks for something, per mille of its amount, by days left at most; a dishonoured one seldom pays whole."""
    bill_later_permille: int = 60
    bill_over_permille: int = 300
    bill_ahead_permille: int = 120
    bill_listed_permille: int = 250
    usual_minutes: int = 15
    minutes_by_step: tuple[tuple[NextStep, int], ...] = (
        (NextStep.USE_UNAPPLIED_FIRST, 10),
        (NextStep.CONFIRM_NOTHING_BLOCKS, 10),
        (NextStep.VISIT_AND_ESCALATE, 45),
        (NextStep.PAY_PLANNED_VISIT, 45),
        (NextStep.DEMAND_FROM_GUARANTOR, 30),
        (NextStep.SUE_FOR_GUARANTEE, 60),
    )
    """What a step usually takes, in minutes: of two tasks worth the same the shorter one comes first."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a task is about in one more currency, minor units; `score` as of a task."""

    currency: str
    amount_minor: int
    score: int


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist: `score` orders, reason and next step are codes with parameters."""

    kind: TaskKind
    score: int
    currency: str
    amount_minor: int
    """Minor units it is about; 0 with an empty currency where it is about no amount."""
    customer_id: int | None
    reason: str
    next_step: NextStep
    parameters: dict[str, str | int] = field(default_factory=dict)
    others: tuple[Part, ...] = ()
    """What the same step is about in further currencies."""


def amounts_of(*, task: Task) -> dict[str, int]:
    """Minor units the task is about, by currency; empty where it is about no amount."""
    own = {task.currency: task.amount_minor} if task.currency else {}
    return own | {one.currency: one.amount_minor for one in task.others}


def due_of(*, task: Task, today: date) -> date | None:
    """The due day of the oldest item a task is about; None where it is about no debt or nothing of it is due."""
    if task.kind is TaskKind.DUE_SOON:
        return date.fromisoformat(str(task.parameters["date"]))
    if task.kind is TaskKind.FORETOLD:
        return date.fromisoformat(str(task.parameters["due"]))
    late = task.parameters.get("days", 0)
    if task.kind not in _SAY_HOW_LATE or not isinstance(late, int):
        return None
    counted_on = date.fromisoformat(str(task.parameters["date"])) if task.kind is TaskKind.LETTER_AHEAD else today
    return counted_on - timedelta(days=late) if late > 0 else None


def days_late(*, task: Task, today: date) -> int:
    """Days since the oldest item a task is about fell due; 0 where none has."""
    due = due_of(task=task, today=today)
    return max((today - due).days, 0) if due else 0


def totals_of(*, tasks: Iterable[Task]) -> dict[str, int]:
    """Minor units the tasks are about, by currency; a debt that has a task of its own and one ahead counts once.

    Nothing is added by a waiting run, which asks for debts that have tasks of their own, or by a security that ends.
    """
    known = list(tasks)
    own = {(task.customer_id, one) for task in known if task.kind in DEBT_KINDS for one in amounts_of(task=task)}
    sums: dict[str, int] = {}
    for task in known:
        if task.kind in NOT_ASKED_FOR:
            continue
        for currency, minor in amounts_of(task=task).items():
            if task.kind not in AHEAD_KINDS or (task.customer_id, currency) not in own:
                sums[currency] = sums.get(currency, 0) + minor
    return sums


def effort_of(*, task: Task, policy: WorklistPolicy) -> int:
    """Minutes that the next step of a task usually takes."""
    return dict(policy.minutes_by_step).get(task.next_step, policy.usual_minutes)
