"""Statements written inside an open act: numbered, with their lines and open items; many at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import OpenAct
from huikuan.audit.sealing import chain_head
from huikuan.contracts.queries.silence import silence_clauses
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import take_numbers
from huikuan.statements.facts import AccountOf, Documents, accounts_of
from huikuan.statements.models import Statement, StatementItem, StatementLine
from huikuan.statements.operations.moving import told
from huikuan.statements.rules.account import BY_ITEM, Line, LineKind, listed
from huikuan.statements.rules.policy import Language, Period, Policy, reply_day
from huikuan.statements.rules.sheet_words import BOTH
from huikuan.statements.rules.silence import days_of, named
from huikuan.statements.rules.states import GONE, Event, State, StatementKind
from huikuan.statements.rules.texts import CHINESE, ENGLISH

STATEMENT_SERIES = "STATEMENT"


@dataclass(frozen=True, slots=True)
class Order:
    """Which statements: of an own company, over a period, knowing the books through a posting, dated on a day.

    `language` is empty for the customer's own; `currency` empty for all; `deemed_contract` names a contract by which
    silence is consent.
    """

    company_id: int
    period: Period
    dated_on: date
    through_number: int
    policy: Policy
    kind: StatementKind = StatementKind.STATEMENT
    run_id: int | None = None
    currency: str = ""
    language: str = ""
    deemed_contract: str = ""
    replaces: Statement | None = None


def written(*, act: OpenAct, order: Order, customer_ids: Collection[int]) -> list[int]:
    """Write drafts for every account of these customers that has none in force for the period; their ids.

    A constant number of queries a portion. Raises Refused STATEMENT_DOES_NOT_TIE, STATEMENT_NO_SILENCE_CLAUSE.
    """
    accounts, documents = accounts_of(
        company_id=order.company_id,
        customer_ids=customer_ids,
        period=order.period,
        through_number=order.through_number,
    )
    there = _in_force(order, customer_ids)
    wanted = [
        one for one in accounts if (one.customer_id, one.currency) not in there and order.currency in ("", one.currency)
    ]
    if not wanted:
        return []
    rows = Statement.objects.bulk_create(_rows(act, order, wanted), batch_size=200)
    _save_parts(rows, wanted, documents)
    told(act=act, statement_ids=[row.pk for row in rows], event=Event.WRITE, state=State.DRAFT)
    return [row.pk for row in rows]


def _in_force(order: Order, customer_ids: Collection[int]) -> set[tuple[int, str]]:
    rows = Statement.objects.filter(
        company_id=order.company_id,
        customer_id__in=list(customer_ids),
        kind=order.kind.value,
        since=order.period.since,
        through=order.period.through,
    ).exclude(state__in=[state.value for state in GONE])
    return set(rows.values_list("customer_id", "currency"))


def _rows(act: OpenAct, order: Order, accounts: Sequence[AccountOf]) -> list[Statement]:
    first = take_numbers(company_id=order.company_id, code=STATEMENT_SERIES, count=len(accounts))
    customers = customers_by_id(ids=[one.customer_id for one in accounts])
    head = chain_head()
    agreed = _silence(order, accounts)
    reply_by = reply_day(on=order.dated_on, days=order.policy.reply_days, calendar=business_calendar())
    shared = {
        "run_id": order.run_id,
        "company_id": order.company_id,
        "kind": order.kind.value,
        "version": order.replaces.version + 1 if order.replaces else 1,
        "replaces": order.replaces,
        "since": order.period.since,
        "through": order.period.through,
        "dated_on": order.dated_on,
        "through_number": order.through_number,
        "chain_head": head,
        "policy_number": order.policy.number,
        "state": State.DRAFT.value,
        "written_at": act.now,
        "written_by": act.actor.name,
        "act_id": act.id,
    }
    return [
        Statement(
            **shared,
            customer_id=one.customer_id,
            currency=one.currency,
            number=first + place,
            language=_language(order, customers[one.customer_id].language),
            deemed_contract=agreed[one.customer_id, one.currency][0],
            reply_by=max(reply_by, order.dated_on + timedelta(days=agreed[one.customer_id, one.currency][1])),
            **_figures(one),
        )
        for place, one in enumerate(accounts)
    ]


def _silence(order: Order, accounts: Sequence[AccountOf]) -> dict[tuple[int, str], tuple[str, int]]:
    """By which contracts silence is consent, and after how many days: named by the order, or all of what is open is under.

    Raises Refused STATEMENT_NO_SILENCE_CLAUSE where the order names a contract that does not say so.
    """
    ids = {one.customer_id for one in accounts}
    known = silence_clauses(company_id=order.company_id, customer_ids=ids, on=order.period.through)
    found: dict[tuple[int, str], tuple[str, int]] = {}
    for one in accounts:
        clauses = {clause.number: clause.days for clause in known.get((one.customer_id, one.currency), ())}
        contracts = order.deemed_contract
        if not contracts and order.kind is StatementKind.STATEMENT:
            contracts = named(contracts=[item.contract for item in one.items], clauses=clauses)
        days = days_of(contracts=contracts, clauses=clauses)
        if contracts and days is None:
            raise Refused("STATEMENT_NO_SILENCE_CLAUSE", number=contracts)
        found[one.customer_id, one.currency] = (contracts, days or 0)
    return found


def _language(order: Order, own: str) -> str:
    if order.language:
        return order.language
    if order.policy.language is Language.BOTH:
        return BOTH
    return CHINESE if not own or own.lower().startswith("zh") else ENGLISH


def _figures(one: AccountOf) -> dict[str, int]:
    sums = one.sums
    return {
        "opening_minor": sums.opening_minor,
        "earlier_minor": sums.earlier_minor,
        "billed_minor": sums.billed_minor,
        "credited_minor": sums.credited_minor,
        "received_minor": sums.received_minor,
        "allowed_minor": sums.allowed_minor,
        "other_minor": sums.other_minor,
        "closing_minor": sums.closing_minor,
        "open_minor": one.open_minor,
        "on_account_minor": one.on_account_minor,
        "overdue_minor": one.overdue_minor,
        "retained_minor": one.retained_minor,
        "papers_minor": one.papers_minor,
        "deposit_minor": one.deposit_minor,
        "written_off_minor": one.written_off_minor,
    }


def _save_parts(rows: Sequence[Statement], accounts: Sequence[AccountOf], documents: Documents) -> None:
    pairs = list(zip(rows, accounts, strict=True))
    lines = [
        _line(row.pk, position, line, documents) for row, one in pairs for position, line in enumerate(one.lines, 1)
    ]
    items = [
        StatementItem(
            statement_id=row.pk,
            receivable_id=item.receivable_id,
            number=item.number,
            contract=item.contract,
            issue_date=item.issue_date,
            due_on=item.due_on,
            open_minor=item.open_minor,
            overdue_days=item.overdue_days,
        )
        for row, one in pairs
        for item in one.items
    ]
    StatementLine.objects.bulk_create(lines, batch_size=500)
    StatementItem.objects.bulk_create(items, batch_size=500)


def _line(statement_id: int, position: int, line: Line, documents: Documents) -> StatementLine:
    number, contract, due_on = _named(line, documents)
    return StatementLine(
        statement_id=statement_id,
        position=position,
        kind=line.kind.value,
        is_reversal=line.is_reversal,
        is_earlier=line.is_earlier,
        on=line.on,
        number=number,
        contract=contract,
        delivery=_delivered(line, documents),
        due_on=due_on,
        debit_minor=max(line.minor, 0),
        credit_minor=max(-line.minor, 0),
        balance_minor=line.balance_minor,
        posting_id=line.posting_id,
        receivable_id=line.receivable_id,
        receipt_id=line.receipt_id,
    )


def _named(line: Line, documents: Documents) -> tuple[str, str, date | None]:
    """The number, contract and due day of what a line is about."""
    note = documents.numbers.get(line.document_id or 0)
    if line.kind is LineKind.CREDIT_NOTE and note is not None:
        return note[0], note[1], None
    item = documents.items.get(line.receivable_id or 0)
    if item is not None:
        number = item.invoice_number if item.sequence == 1 else f"{item.invoice_number} ({item.sequence})"
        return number, item.contract, item.due_date if line.kind in BY_ITEM else None
    receipt = documents.receipts.get(line.receipt_id or 0)
    return (f"{receipt.number}", "", None) if receipt is not None else ("", "", None)


def _delivered(line: Line, documents: Documents) -> str:
    """The delivery notes an invoice bills; as many numbers as there is room for, then how many more there are."""
    item = documents.items.get(line.receivable_id or 0)
    if item is None or line.kind is not LineKind.INVOICE:
        return ""
    return listed(numbers=documents.notes.get(item.invoice_id, ()))
