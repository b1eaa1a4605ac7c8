"""Forged rows of provisions, write-offs, recoveries and other creditors."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from huikuan.creditors.operations import plan_step, record_creditor
from huikuan.creditors.rules import Confidence, CreditorDraft, Source, StepDraft, StepKind
from huikuan.kernel.actor import SYSTEM
from huikuan.provisions.operations.matrices import AssessmentDraft, assess_customer, save_matrix
from huikuan.provisions.operations.proposing import propose_provision
from huikuan.provisions.operations.recovering import RecoveryDraft, book_recovery
from huikuan.provisions.operations.reversing import request_reversal
from huikuan.provisions.operations.writing_off import decide_write_off, request_write_off
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import Method
from huikuan.provisions.rules.states import Category, RunDraft, WantedItem, WriteOffDraft
from huikuan.receivables.drafts import Reduction
from huikuan.receivables.models import Receivable
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied
from tests.people import new_people
from tests.writing_off import write_off

TODAY = date(2026, 3, 2)


def _other_item() -> int:
    return Receivable.objects.get(invoice__number="F002").pk


def _other_customer() -> int:
    return Receivable.objects.get(invoice__number="F002").customer_id


def _posting(number: int) -> int:
    from huikuan.ledger.models import Posting

    return Posting.objects.get(number=number).pk


GUARDS: tuple[Guard, ...] = (
    ("provisions.MatrixVersion", "number", copied()),
    ("provisions.MatrixVersion", "provisions_matrix_has_source", copied(number=9, source="")),
    ("provisions.MatrixVersion", "provisions_forward_has_source", copied(number=9, forward_ppm=1)),
    (
        "provisions.MatrixVersion",
        "provisions_forward_bounded",
        copied(number=9, forward_ppm=10_000_001, forward_source="x"),
    ),
    ("provisions.Assessment", "provisions_assessment_says_why", copied(reason="")),
    ("provisions.Assessment", "provisions_assessment_amount", copied(expected_minor=-1)),
    ("provisions.ProvisionRun", "provisions_charge_is_movement", changed(charge_minor=1)),
    (
        "provisions.ProvisionRun",
        "provisions_allowance_within_balance",
        changed(allowance_minor=10**9, charge_minor=10**9),
    ),
    ("provisions.ProvisionRun", "provisions_exported_at_a_moment", changed(state="EXPORTED")),
    ("provisions.ProvisionRun", "provisions_once_a_day", copied(request_id=None)),
    ("provisions.ProvisionRun", "request_id", copied(as_of=date(2026, 1, 1))),
    ("provisions.RunLine", "provisions_line_once", copied()),
    ("provisions.RunLine", "provisions_line_within_balance", copied(bucket=7, allowance_minor=10**9)),
    ("provisions.RunLine", "provisions_line_rate", copied(bucket=7, rate_ppb=10**9 + 1)),
    ("provisions.RunCustomer", "provisions_customer_once", copied()),
    (
        "provisions.RunCustomer",
        "provisions_customer_within_balance",
        copied(customer_id=_other_customer, allowance_minor=10**9),
    ),
    ("provisions.WriteOff", "provisions_write_off_amount", changed(amount_minor=0)),
    ("provisions.WriteOff", "provisions_write_off_says_why", changed(reason="")),
    ("provisions.WriteOff", "provisions_posted_on_a_day", changed(state="POSTED")),
    ("provisions.WriteOff", "request_id", copied()),
    ("provisions.WriteOffReversal", "provisions_reversal_says_why", changed(reason="")),
    ("provisions.WriteOffReversal", "provisions_reversal_posted_whole", changed(state="POSTED")),
    ("provisions.WriteOffReversal", "provisions_reversed_once", copied(request_id=None)),
    ("provisions.WriteOffReversal", "request_id", copied(state="REJECTED")),
    ("provisions.WriteOffItem", "provisions_item_once", copied()),
    ("provisions.WriteOffItem", "provisions_item_amount", copied(receivable_id=_other_item, amount_minor=0)),
    (
        "provisions.Recovery",
        "provisions_recovery_amount",
        copied(amount_minor=0, revived_id=lambda: _posting(1), allocated_id=lambda: _posting(1)),
    ),
    ("provisions.Recovery", "revived", copied(allocated_id=lambda: _posting(1))),
    ("provisions.Recovery", "allocated", copied(revived_id=lambda: _posting(1))),
    ("creditors.OtherCreditor", "creditors_named", changed(name="")),
    ("creditors.OtherCreditor", "creditors_owed", changed(owed_minor=0)),
    ("creditors.OtherCreditor", "creditors_hearsay_says_who", changed(confidence="HEARSAY")),
    ("creditors.JointStep", "creditors_step_says_what", changed(text="")),
    ("creditors.JointStep", "creditors_step_ended_whole", changed(state="DONE", result="x")),
    ("creditors.JointStep", "creditors_step_ends_with_result", changed(state="DROPPED", ended_at=NOW)),
)


def ground() -> None:
    """A matrix, a provision with a customer judged by himself, a request to write off, a recovery, a creditor with a step."""
    books, people = new_books(), new_people()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 50_000)
    (other,) = books.invoice(books.customer("丙公司"), "F002", 70_000)
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    matrix = Matrix(Method.SET, (0,), {"": Figures(Method.SET, shares=(Fraction(0), Fraction(1, 10)))}, "政策")
    save_matrix(**who, key="m", matrix=matrix)
    judged = AssessmentDraft(books.company_id, item.customer_id, "CNY", 10_000, "停业")
    assess_customer(**who, today=date(2026, 2, 1), key="a", assessment=judged)
    draft = RunDraft(books.company_id, "CNY", date(2026, 2, 28), "月末")
    propose_provision(actor=people.accountant, now=NOW, today=TODAY, key="r", draft=draft)
    wanted = WriteOffDraft(Category.OTHER, "无法收回", (WantedItem(item.pk, 1_000),))
    request_write_off(actor=people.accountant, now=NOW, today=TODAY, key="w", draft=wanted)
    write_off(**who, key="o", reduction=Reduction(other.pk, 70_000, TODAY, "OTHER"))
    (third,) = books.invoice(other.customer_id, "F003", 300)
    asked: dict[str, Any] = {"actor": people.accountant, "now": NOW, "today": TODAY}
    off = request_write_off(**asked, key="w3", draft=replace(wanted, items=(WantedItem(third.pk, 300),)))
    yes: dict[str, Any] = {"approve": True, "note": "", "request_id": off["request_id"]}
    decide_write_off(actor=people.director, now=NOW, today=TODAY, key="d3", **yes)
    request_reversal(**asked, key="v3", write_off_id=off["write_off_id"], reason="找到了付款人")
    money = books.receipt(100, other.customer_id, TODAY)
    book_recovery(**who, key="b", draft=RecoveryDraft(money.pk, other.pk, 100))
    draft_of = CreditorDraft(item.customer_id, "丁供应商", "", Source.REGISTER, Confidence.LIKELY, TODAY)
    made = record_creditor(**who, today=TODAY, key="c", draft=draft_of)["creditor_id"]
    step = StepDraft(StepKind.SHARE_FACTS, TODAY, people.owner.user_id or 0, "核对欠款", True)
    plan_step(**who, today=TODAY, key="s", creditor_id=made, draft=step)
