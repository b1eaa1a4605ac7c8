"""Where a task of Today is dealt with."""

from __future__ import annotations

from django.urls import reverse

from huikuan.worklist.queries import TaskRow
from huikuan.worklist.rules.tasks import NextStep, TaskKind


def address_of_task(*, row: TaskRow) -> str:
    """Where the task is dealt with: the security, the customer, or the list of what waits."""
    if row.task.kind is TaskKind.SECURITY_ENDING:
        return reverse("security", args=[row.task.parameters["security_id"]])
    if row.task.kind is TaskKind.CLOCK_ENDING:
        return reverse("debt_clock", args=[row.task.parameters["invoice_id"]])
    if row.task.kind is TaskKind.DEADLINE_ENDING:
        return reverse("legal_deadlines")
    if row.task.kind is TaskKind.DISPUTE_OPEN:
        return reverse("dispute", args=[row.task.parameters["dispute_id"]])
    if row.task.kind in (TaskKind.BILL_DUTY, TaskKind.BILL_LISTED):
        return _bill_address(row)
    if row.task.kind is TaskKind.STATEMENT_SILENT:
        return reverse("statement", args=[row.task.parameters["statement_id"]])
    if row.task.kind is TaskKind.CUSTOMER_ASKED:
        return reverse("extensions")
    if row.task.kind is TaskKind.OURS_TO_MEND:
        return f"{reverse('causes')}?which=TO_MEND&row={row.task.parameters['cause_id']}"
    if row.task.kind in _CUSTOMERS_PAGE and row.customer:
        return reverse(_CUSTOMERS_PAGE[row.task.kind], args=[row.customer.id])
    if row.task.kind in (TaskKind.CALL_PLANNED, TaskKind.VISIT_PLANNED):
        return reverse("message_task", args=[row.task.parameters["message_id"]])
    return reverse("customer", args=[row.customer.id]) if row.customer else _money_address(row.task.kind.value)


_CUSTOMERS_PAGE = {
    TaskKind.CONDUCT_TO_DECIDE: "conduct_of",
    TaskKind.JOINT_STEP: "creditors",
    TaskKind.BUNDLE_READY: "evidence",
    TaskKind.SANCTION_TASK: "customer_sanctions",
    TaskKind.SANCTION_WAITS: "customer_sanctions",
}


def _bill_address(row: TaskRow) -> str:
    """The bill; the form of presenting it where that is what is proposed."""
    part_id = row.task.parameters["part_id"]
    if row.task.next_step in (NextStep.PRESENT_BILL, NextStep.PRESENT_BILL_LATE):
        return reverse("bill_act", args=[part_id, "present"])
    return reverse("bill", args=[part_id])


def _money_address(kind: str) -> str:
    if kind in ("MONEY_TO_CLAIM", "CLAIM_TO_DECIDE"):
        return f"{reverse('claims')}?which={'TO_CLAIM' if kind == 'MONEY_TO_CLAIM' else 'CLAIMED'}"
    if kind == "CAUSE_MISSING":
        return reverse("missing_causes")
    if kind == "LETTERS_POST":
        return reverse("letter_post")
    if kind in ("RUN_WAITING", "MESSAGE_UNCERTAIN"):
        return reverse("reminders" if kind == "RUN_WAITING" else "messages")
    which = "PROPOSED" if kind == "MONEY_PROPOSED" else "UNIDENTIFIED"
    return f"{reverse('matching')}?which={which}"
