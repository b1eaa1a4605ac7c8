"""Forged rows of statements, answers and what was acknowledged."""

from datetime import date

from django.db import models

from huikuan.disputes.rules import Reason
from huikuan.kernel.actor import SYSTEM
from huikuan.statements.models import Acknowledgement, Dispatch, Reply, Statement, StatementText
from huikuan.statements.operations.recipients import choose_recipient
from huikuan.statements.operations.running import replace_statement
from huikuan.statements.operations.versions import set_policy
from huikuan.statements.queries.recipients import people_of
from huikuan.statements.rules.policy import Policy
from huikuan.statements.rules.recipients import Choice
from huikuan.statements.rules.replying import ObjectionDraft, Result
from tests.books import NOW
from tests.guards.tables import Guard, changed, copied
from tests.statements.office import FEBRUARY, JANUARY, new_desk

GUARDS: tuple[Guard, ...] = (
    ("statements.StatementRun", "statements_run_once", copied()),
    ("statements.StatementRun", "statements_run_days", changed(through=date(2020, 1, 1))),
    ("statements.StatementRun", "statements_run_ended_whole", changed(ended_at=None)),
    ("statements.Statement", "statements_number_once", copied(since=date(2020, 1, 1))),
    ("statements.Statement", "statements_one_in_force", copied(number=99)),
    ("statements.Statement", "statements_days_in_order", changed(through=date(2020, 1, 1))),
    ("statements.Statement", "statements_account_ties", changed(opening_minor=1)),
    ("statements.Statement", "statements_open_ties", changed(on_account_minor=1)),
    ("statements.Statement", "statements_overdue_part", changed(overdue_minor=-1)),
    ("statements.Statement", "statements_issued_with_files", changed(pdf_sha256="")),
    ("statements.Statement", "statements_numbered", changed(version=0)),
    ("statements.Statement", "replaces", copied({"replaces__isnull": False}, number=98, since=date(2020, 1, 1))),
    ("statements.StatementLine", "statements_line_once", copied()),
    ("statements.StatementLine", "statements_line_one_side", copied(position=99, debit_minor=1, credit_minor=1)),
    ("statements.StatementItem", "statements_item_once", copied()),
    ("statements.StatementItem", "statements_item_open", copied(receivable_id=999, open_minor=0)),
    ("statements.Dispatch", "message", copied({"message__isnull": False})),
    ("statements.Dispatch", "statements_mailed_by_message", changed(way="EMAIL")),
    ("statements.Reply", "statements_confirmed_by_factor", copied({"result": "CONFIRMED"}, factor="NONE")),
    ("statements.Reply", "statements_code_is_known", copied({"result": "DISPUTED"}, factor="CODE")),
    ("statements.Reply", "code_id", copied({"result": "DISPUTED"}, factor="CODE", code_id=7)),
    ("statements.Reply", "statements_reply_whole", copied(name="")),
    ("statements.Reply", "statements_paper_is_kept", copied({"result": "DISPUTED"}, document=None)),
    ("statements.Objection", "statements_objection_once", copied()),
    ("statements.Objection", "statements_objection_amount", copied(receivable_id=999, amount_minor=0)),
    ("statements.Acknowledgement", "reply", copied()),
    ("statements.Acknowledgement", "statements_acknowledged_something", lambda model: _nothing_acknowledged(model)),
    ("statements.AcknowledgedItem", "statements_acknowledged_once", copied()),
    ("statements.AcknowledgedItem", "statements_acknowledged_amount", copied(receivable_id=999, minor=0)),
    ("statements.StatementPolicy", "number", copied()),
    ("statements.StatementPolicy", "statements_policy_days", copied(number=9, reply_days=0)),
    ("statements.StatementPolicy", "statements_policy_says_why", copied(number=9, reason="")),
    ("statements.RecipientChoice", "statements_choice_once", copied()),
    ("statements.RecipientChoice", "statements_choice_of_one", copied(number=9, role="FINANCE")),
    ("statements.StatementText", "statements_text_once", copied()),
    ("statements.StatementText", "statements_text_four_eyes", changed(approver_id=1, approved_at=NOW)),
    ("statements.StatementText", "statements_text_approval_whole", changed(approver_id=2)),
)


def ground() -> None:
    """Statements of two months, one confirmed and one disputed, a newer version that was mailed, a policy and a text."""
    desk = new_desk()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    (bad,) = desk.books.invoice(desk.customer, "F002", 5_000_00)
    desk.answer(desk.handed(desk.run(JANUARY)[0]))
    row = desk.handed(desk.one(FEBRUARY))
    desk.answer(row, Result.DISPUTED, objections=(ObjectionDraft(bad.pk, Reason.PRICE, 100, "单价"),))
    done = replace_statement(actor=SYSTEM, now=NOW, key="newer", statement_id=row.pk, today=date(2026, 3, 2))
    assert done["statement_id"] != row.pk
    desk.sent(Statement.objects.get(pk=done["statement_id"]))
    _with_code(row.pk)
    set_policy(actor=SYSTEM, now=NOW, key="policy", policy=Policy(reply_days=5), reason="月结")
    (person,) = people_of(customer_ids=[desk.customer])[desk.customer]
    choice = Choice(contact_id=person.contact_id)
    choose_recipient(actor=SYSTEM, now=NOW, key="choice", customer_id=desk.customer, choice=choice)
    act_id = Dispatch.objects.order_by("pk").values_list("act_id", flat=True)[0]
    StatementText.objects.create(
        kind="REPLY", language="en", number=1, body="x", author_id=1, author_name="a", created_at=NOW, act_id=act_id
    )


def _nothing_acknowledged(model: type[models.Model]) -> None:
    """An acknowledgement of nothing, by an answer that has none yet."""
    row = Acknowledgement.objects.order_by("pk")[0]
    row.pk, row.minor = None, 0
    row.reply_id = Reply.objects.filter(acknowledgement=None).order_by("pk").values_list("pk", flat=True)[0]
    row.save(force_insert=True)


def _with_code(statement_id: int) -> None:
    """An answer that stands on a code, for the key that lets a code be used once."""
    row = Reply.objects.filter(statement_id=statement_id).order_by("pk")[0]
    row.pk, row.code_id, row.factor = None, 7, "CODE"
    row.save(force_insert=True)
