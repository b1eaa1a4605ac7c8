"""Last month's statements of the demo company, in every state: confirmed with seal, differing, silent, on their way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.audit.sealing import seal_acts
from huikuan.demo.building import Built
from huikuan.disputes.rules import Reason
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.ledger.customer_accounts import Window, customers_with_account, last_number
from huikuan.statements.operations.following import follow_up
from huikuan.statements.operations.replying import asked_of, record_reply
from huikuan.statements.operations.running import OnDemand, make_statement
from huikuan.statements.operations.sending import send_run
from huikuan.statements.queries.statements import StatementFilter, StatementRow, file_of_statement, statement_page
from huikuan.statements.rules.policy import Period, month_before
from huikuan.statements.rules.replying import Channel, Factor, ObjectionDraft, ReplyDraft, Result, Seal

HOW_MANY = 14
_SENT, _ANSWERED = 12, 7
_SEALS = (Seal.FINANCIAL, Seal.COMPANY, Seal.FINANCIAL, Seal.CONTRACT)
_NAMES = (("高伟", "财务经理"), ("孙洁", "往来会计"), ("何俊", "财务总监"))
_WORDS = (
    (Reason.QUANTITY, "送货单与实收数量不符，少两台"),
    (Reason.PAID_ALREADY, "上月 28 日已付，请查银行回单"),
    (Reason.PRICE, "单价应按新确认书执行"),
)


def fill_statements(*, built: Built, now: datetime, today: date) -> None:
    """Statements of fourteen customers of the largest own company; most sent, some answered, the rest silent."""
    seal_acts(now=now)
    accountant = _accountant()
    company_id, period = built.companies["CNY"], month_before(day=today)
    # Dated some weeks back, so that the day to answer by has passed for those who are silent.
    _make(accountant, company_id, period, now, max(period.through, today - timedelta(days=20)))
    rows = statement_page(actor=SYSTEM, narrowed=StatementFilter(), sort="number", size=HOW_MANY).rows
    ids = [row.id for row in rows[:_SENT]]
    send_run(actor=accountant, now=now, key="demo:statements:sent", statement_ids=ids, today=today)
    sent = [row for row in _rows() if row.state == "SENT"]
    for place, row in enumerate(sent[:_ANSWERED]):
        _answer(accountant, now, today, place, row)
    follow_up(actor=SYSTEM, now=now, today=today, key="demo:statements:follow")


def _make(actor: Actor, company_id: int, period: Period, now: datetime, today: date) -> None:
    window = Window(company_id, period.through, last_number(company_id=company_id))
    for place, customer_id in enumerate(customers_with_account(window=window, since=period.since)[:HOW_MANY]):
        order = OnDemand(company_id, customer_id, "CNY", period)
        make_statement(actor=actor, now=now, key=f"demo:statements:{place}", order=order, today=today)


def _answer(actor: Actor, now: datetime, today: date, place: int, row: StatementRow) -> None:
    """Stamped confirmations; every third answer differs in one item."""
    name, role = _NAMES[place % len(_NAMES)]
    _, _, copy = file_of_statement(actor=actor, statement_id=row.id, wants_workbook=False)
    differs = place % 3 == 2
    reply = ReplyDraft(
        channel=Channel.PAPER,
        result=Result.DISPUTED if differs else Result.CONFIRMED,
        replied_on=today - timedelta(days=place % 2),
        name=name,
        role=role,
        factor=Factor.STAMP,
        seal=_SEALS[place % len(_SEALS)],
        file_name=f"{row.number}-回函.pdf",
        file_content=copy,
        objections=_objections(row, place) if differs else (),
    )
    if not differs or reply.objections:
        key = f"demo:statements:answer:{place}"
        record_reply(actor=actor, now=now, key=key, statement_id=row.id, reply=reply)


def _objections(row: StatementRow, place: int) -> tuple[ObjectionDraft, ...]:
    items = sorted(asked_of(statement_id=row.id).open_minor.items())
    reason, words = _WORDS[place // 3 % len(_WORDS)]
    return tuple(ObjectionDraft(pk, reason, max(minor // 5, 1), words) for pk, minor in items[:1])


def _rows() -> tuple[StatementRow, ...]:
    return statement_page(actor=SYSTEM, narrowed=StatementFilter(), sort="number", size=HOW_MANY).rows


def _accountant() -> Actor:
    user_id = next(row.id for row in people().values() if "AR_ACCOUNTANT" in row.roles)
    return actor_of(user_id=user_id) or SYSTEM
