"""What happened in the other rooms within the windows of the rules, gathered in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from huikuan.accounts.queries import PersonRow, people
from huikuan.accounts.rates import Rate, converted, rates_on
from huikuan.approvals.watched import decided_since
from huikuan.credit.watched import orders_placed_since
from huikuan.customers.watched import TakenInRow, accounts_learned_since, taken_in, term_changes_since
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.money import Money
from huikuan.ledger.rules import PostingKind
from huikuan.ledger.watched import MadeRow, made_since, makers_of, posted_days_since, refunds_since
from huikuan.limits.queries import base_currency
from huikuan.limits.watched import raises_since
from huikuan.oversight.amended import terms_amended
from huikuan.oversight.look import Look, day_of
from huikuan.oversight.rules import facts as records
from huikuan.oversight.rules.flags import Person
from huikuan.prices.queries.differences import price_differences
from huikuan.prices.rules.comparing import Deviation
from huikuan.receipts.watched import unbanked_receipts
from huikuan.receivables.watched import BilledRow, documents_by_id, invoices_between, receivable_ids_of

NOBODY = Person(None, "")
_LONGEST_CASH_DAYS = 180
"""Cash of longer ago was looked at in earlier runs."""


def facts_of(*, look: Look) -> records.Facts:
    """The facts of a run; amounts in other currencies count where an exchange rate is known."""
    policy = look.policy
    made = made_since(kind=PostingKind.INVOICE, since=look.moment(days=policy.round_trip_days))
    documents = documents_by_id(ids=[row.document_id for row in made])
    makers = {row.document_id: row for row in made}
    deals = (*_orders(look), *_invoices_as_deals(look, documents, makers))
    credited = _credited(look)
    changes = _term_changes(look)
    customers = taken_in(customer_ids={deal.customer_id for deal in deals})
    refunds = _refunds(look)
    return records.Facts(
        raises=_raises(look),
        deals=deals,
        term_changes=changes,
        terms_amended=terms_amended(look=look),
        cash=_cash(look),
        underprices=_underprices(
            look, makers, min((row.day for row in _fresh(look, documents, makers)), default=look.since)
        ),
        decided=_decided(look),
        credited=credited,
        billed=_billed(look, credited, changes),
        back_datings=_back_datings(look),
        newcomers=tuple(records.NewCustomer(row.id, day_of(moment=row.at), row.name) for row in customers.values()),
        accounts=_accounts(look, refunds),
        refunds=refunds,
    )


def _raises(look: Look) -> tuple[records.LimitRaise, ...]:
    rows = raises_since(since=look.moment(days=look.policy.limit_days))
    return tuple(
        records.LimitRaise(
            row.id,
            row.customer_id,
            day_of(moment=row.at),
            row.before_minor,
            row.after_minor,
            row.currency,
            (Person(row.user_id, row.name), Person(row.asked_by_id, row.asked_by)),
        )
        for row in rows
    )


def _orders(look: Look) -> list[records.Deal]:
    is_order = True
    base = base_currency()
    rates = rates_on(on=look.today, to_currency=base)
    return [
        records.Deal(
            row.id,
            is_order,
            row.number,
            row.company_id,
            row.customer_id,
            row.placed_on,
            row.ordered_minor,
            row.currency,
            _in_base(Money(row.ordered_minor, row.currency), rates, base),
            Person(row.user_id, row.name),
        )
        for row in orders_placed_since(since=look.since)
    ]


def _invoices_as_deals(
    look: Look, documents: Mapping[int, BilledRow], makers: Mapping[int, MadeRow]
) -> list[records.Deal]:
    is_order = False
    base = base_currency()
    rates = rates_on(on=look.today, to_currency=base)
    return [
        records.Deal(
            row.id,
            is_order,
            row.number,
            row.company_id,
            row.customer_id,
            row.day,
            row.amount_minor,
            row.currency,
            _in_base(Money(row.amount_minor, row.currency), rates, base),
            _person(makers.get(row.id)),
        )
        for row in _fresh(look, documents, makers)
    ]


def _fresh(look: Look, documents: Mapping[int, BilledRow], makers: Mapping[int, MadeRow]) -> list[BilledRow]:
    """The invoices entered since the last look, whatever day they are dated."""
    return [row for row in documents.values() if day_of(moment=makers[row.id].at) >= look.since]


def _term_changes(look: Look) -> tuple[records.TermChange, ...]:
    return tuple(
        records.TermChange(
            row.id,
            row.customer_id,
            day_of(moment=row.at),
            row.before or 0,
            row.after or 0,
            Person(row.user_id, row.name),
        )
        for row in term_changes_since(since=look.moment())
    )


def _cash(look: Look) -> tuple[records.Cash, ...]:
    before = look.today - timedelta(days=look.policy.cash_days)
    rows = unbanked_receipts(since=look.back(days=_LONGEST_CASH_DAYS), before=before)
    customers = taken_in(customer_ids={row.customer_id for row in rows if row.customer_id})
    sellers = people(ids=frozenset(row.salesperson_id for row in customers.values() if row.salesperson_id))
    return tuple(
        records.Cash(
            row.id,
            row.number,
            row.company_id,
            row.customer_id,
            row.received_on,
            row.amount_minor,
            row.unapplied_minor,
            row.currency,
            row.is_cash,
            _salesperson(customers.get(row.customer_id or 0), sellers),
        )
        for row in rows
    )


def _underprices(look: Look, makers: Mapping[int, MadeRow], first: date) -> tuple[records.Underprice, ...]:
    """Invoices dated since the last look, and since the earliest day (`first`) that one entered since then is dated."""
    rows = [
        row
        for row in price_differences(actor=SYSTEM, since=min(first, look.since), through=look.today)
        if row.deviation is Deviation.BELOW and row.confirmation_id is not None
    ]
    of_invoice: dict[int, list[int]] = {}
    for row in rows:
        of_invoice.setdefault(row.invoice_id, []).append(row.effect_minor)
    firsts = {row.invoice_id: row for row in reversed(rows)}
    return tuple(
        records.Underprice(
            pk,
            row.invoice_number,
            row.company_id,
            row.customer_id,
            row.issue_date,
            -sum(of_invoice[pk]),
            row.currency,
            row.confirmation_id or 0,
            row.confirmation_number,
            len(of_invoice[pk]),
            _person(makers.get(pk)),
        )
        for pk, row in firsts.items()
    )


def _decided(look: Look) -> tuple[records.Decided, ...]:
    days = (look.today - look.since).days
    rows = decided_since(since=look.moment(days=max(0, look.policy.window_days - days)))
    return tuple(
        records.Decided(
            row.id,
            day_of(moment=row.decided_at),
            Person(row.asked_by_id, row.asked_by),
            Person(row.decided_by_id, row.decided_by),
        )
        for row in rows
    )


def _credited(look: Look) -> tuple[records.Credited, ...]:
    made = made_since(kind=PostingKind.CREDIT_NOTE, since=look.moment(days=look.policy.round_trip_days))
    notes = documents_by_id(ids=[row.document_id for row in made])
    noted = {row.document_id: row for row in made}
    origins = documents_by_id(ids=[row.credits_id for row in notes.values() if row.credits_id])
    entered = makers_of(receivable_ids=receivable_ids_of(invoice_ids=origins))
    return tuple(
        records.Credited(
            note.id,
            note.number,
            origin.id,
            origin.number,
            note.company_id,
            note.customer_id,
            note.day,
            origin.day,
            note.amount_minor,
            note.currency,
            _person(noted.get(note.id)),
            _person(entered.get(origin.id)),
        )
        for note in notes.values()
        if (origin := origins.get(note.credits_id or 0)) is not None
    )


def _billed(
    look: Look, credited: Iterable[records.Credited], changes: Iterable[records.TermChange]
) -> tuple[records.Billed, ...]:
    days = max(look.policy.term_days, look.policy.round_trip_days)
    ids = {one.customer_id for one in credited} | {one.customer_id for one in changes}
    rows = invoices_between(customer_ids=ids, since=look.back(days=days), through=look.today)
    return tuple(
        records.Billed(row.id, row.number, row.company_id, row.customer_id, row.day, row.amount_minor, row.currency)
        for row in rows
    )


def _back_datings(look: Look) -> tuple[records.BackDating, ...]:
    return tuple(
        records.BackDating(
            row.act_id,
            row.posting_id,
            row.company_id,
            row.kind,
            day_of(moment=row.at),
            row.earliest,
            row.postings,
            Person(row.user_id, row.name),
        )
        for row in posted_days_since(since=look.moment())
    )


def _accounts(look: Look, refunds: Iterable[records.Refunded]) -> tuple[records.AccountLearned, ...]:
    ids = {one.customer_id for one in refunds}
    rows = accounts_learned_since(customer_ids=ids, since=look.moment(days=look.policy.account_days))
    return tuple(
        records.AccountLearned(row.id, row.customer_id, day_of(moment=row.at), row.account, row.source) for row in rows
    )


def _refunds(look: Look) -> tuple[records.Refunded, ...]:
    return tuple(
        records.Refunded(
            row.posting_id,
            row.receipt_id,
            row.company_id,
            row.customer_id,
            row.day,
            row.amount_minor,
            row.currency,
            Person(row.user_id, row.name),
        )
        for row in refunds_since(since=look.moment())
    )


def _in_base(money: Money, rates: Mapping[str, Rate], base: str) -> int | None:
    found = converted(money=money, rates=rates, to_currency=base)
    return None if found is None else found.minor


def _person(row: MadeRow | None) -> Person:
    return NOBODY if row is None else Person(row.user_id, row.name)


def _salesperson(row: TakenInRow | None, sellers: Mapping[int, PersonRow]) -> tuple[Person, ...]:
    found = None if row is None else sellers.get(row.salesperson_id or 0)
    return () if found is None else (Person(found.id, found.name),)
