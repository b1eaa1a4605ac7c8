"""Papers of a list into the books inside an open act: each whole, or refused with the reason its act gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from huikuan.audit.operations import OpenAct
from huikuan.contracts.queries.lists import contract_ids_of
from huikuan.deliveries.operations.accepting import take_acceptance
from huikuan.deliveries.operations.delivering import take_delivery
from huikuan.deliveries.operations.orders import refuse_first, take_order
from huikuan.deliveries.queries.known import KnownNote, KnownOrder, known_notes, known_orders
from huikuan.deliveries.rules.drafts import (
    AcceptanceDraft,
    Goods,
    Judged,
    NoteDraft,
    OrderDraft,
    Signature,
    faults_of_judged,
    faults_of_order,
    faults_of_signature,
)
from huikuan.imports.customer_lists.books import named_parties
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.customer_lists.judging import customer_of
from huikuan.imports.customer_lists.rows import PartyRow
from huikuan.imports.goods_lists.fields import GoodsField
from huikuan.imports.goods_lists.rows import GoodsRow, Paper, named_by
from huikuan.imports.rules import ImportKind, Rejection, RejectionCode
from huikuan.kernel.refusal import Refused

_PARTY = {
    GoodsField.CUSTOMER: PartyField.NUMBER,
    GoodsField.CUSTOMER_NAME: PartyField.NAME,
    GoodsField.TAX_CODE: PartyField.TAX_CODE,
}


@dataclass(slots=True)
class Taken:
    """What became of the rows."""

    accepted: int = 0
    duplicate: int = 0
    rejected: list[Rejection] = field(default_factory=list)


class _RefusedAt(Refused):
    """A refusal that one cell is the reason of."""

    def __init__(self, code: RejectionCode, field: GoodsField, value: str) -> None:
        super().__init__(code.value)
        self.cell = (field, value)


@dataclass(frozen=True, slots=True)
class Books:
    """The own company, the day, and what the books hold under the names of the list."""

    company_id: int
    currency: str
    today: date
    customers: Mapping[str, int | RejectionCode]
    orders: Mapping[str, KnownOrder]
    notes: Mapping[str, KnownNote]
    contracts: Mapping[str, int]


def books_of(*, company_id: int, currency: str, today: date, papers: tuple[Paper, ...]) -> Books:
    """What the papers may mean; a constant number of queries."""
    firsts = [paper.rows[0] for paper in papers]
    parties = [
        PartyRow(row.line, {party: row.text(field=name) for name, party in _PARTY.items() if name in row.values})
        for row in firsts
    ]
    named = named_parties(rows=parties) if parties else {}
    customers = {
        paper.number: customer_of(row=row, parties=named)
        for paper, row in zip(papers, parties, strict=True)
        if any(row.values.values())
    }
    numbers = {paper.number for paper in papers}
    orders = numbers | {row.text(field=GoodsField.ORDER) for row in firsts}
    contracts = {row.text(field=GoodsField.CONTRACT) for row in firsts}
    return Books(
        company_id,
        currency,
        today,
        customers,
        known_orders(company_id=company_id, numbers=orders),
        known_notes(company_id=company_id, numbers=numbers),
        contract_ids_of(company_id=company_id, numbers=contracts),
    )


def take_papers(
    *,
    act: OpenAct,
    kind: ImportKind,
    papers: tuple[Paper, ...],
    books: Books,
    file: str,
    headers: Mapping[GoodsField, str],
) -> Taken:
    """Take each paper in or pass it over; `headers` are the file's own names of the fields."""
    take: Callable[[OpenAct, Paper, Books], bool] = {
        ImportKind.ORDERS: _order,
        ImportKind.DELIVERIES: _delivery,
        ImportKind.ACCEPTANCES: _acceptance,
    }[kind]
    taken = Taken()
    for paper in papers:
        try:
            with transaction.atomic():
                is_new = take(act, paper, books)
        except Refused as reason:
            cell = reason.cell if isinstance(reason, _RefusedAt) else (named_by(kind=kind), paper.number)
            taken.rejected += [_rejection(file, row.line, headers, cell, reason) for row in paper.rows]
        else:
            taken.accepted += len(paper.rows) if is_new else 0
            taken.duplicate += 0 if is_new else len(paper.rows)
    return taken


def _rejection(
    file: str, line: int, headers: Mapping[GoodsField, str], cell: tuple[GoodsField, str], reason: Refused
) -> Rejection:
    field, value = cell
    return Rejection(file, line, headers.get(field, ""), value[:80], reason.code, dict(reason.parameters))


def _order(act: OpenAct, paper: Paper, books: Books) -> bool:
    first, customer_id = paper.rows[0], _customer(paper, books)
    draft = OrderDraft(
        books.company_id,
        customer_id,
        paper.number,
        first.day(field=GoodsField.DAY) or books.today,
        first.text(field=GoodsField.CURRENCY) or books.currency,
        tuple(_goods(row) for row in paper.rows),
        contract_id=_contract(first, books),
    )
    refuse_first(faults=faults_of_order(draft=draft))
    known = books.orders.get(paper.number)
    if known is not None:
        minor = sum(line.amount(currency=draft.currency) for line in draft.lines)
        return _same((known.customer_id, known.amount_minor, known.currency), (customer_id, minor, draft.currency))
    take_order(act=act, today=books.today, draft=draft)
    return True


def _delivery(act: OpenAct, paper: Paper, books: Books) -> bool:
    first = paper.rows[0]
    order = books.orders.get(first.text(field=GoodsField.ORDER))
    if order is None and (number := first.text(field=GoodsField.ORDER)):
        raise _RefusedAt(RejectionCode.UNKNOWN_REFERENCE, GoodsField.ORDER, number)
    customer_id = order.customer_id if order and paper.number not in books.customers else _customer(paper, books)
    lines = tuple(_goods(row) for row in paper.rows)
    known = books.notes.get(paper.number)
    if known is not None:
        quantity = sum(line.quantity_micros for line in lines)
        return _same((known.customer_id, known.quantity_micros), (customer_id, quantity))
    draft = NoteDraft(
        books.company_id,
        customer_id,
        paper.number,
        first.day(field=GoodsField.DAY) or books.today,
        first.text(field=GoodsField.CURRENCY) or (order.currency if order else books.currency),
        lines,
        order_id=order.id if order else None,
        contract_id=None if order else _contract(first, books),
        is_consignment=bool(first.text(field=GoodsField.CONSIGNED)),
        signature=_signature(first, first.day(field=GoodsField.SIGNED_ON)),
    )
    take_delivery(act=act, today=books.today, draft=draft)
    return True


def _acceptance(act: OpenAct, paper: Paper, books: Books) -> bool:
    first, note = paper.rows[0], books.notes.get(paper.number)
    if note is None:
        raise Refused(RejectionCode.UNKNOWN_REFERENCE.value)
    lines = tuple(_judged(row, note) for row in paper.rows if _says_quantities(row))
    signature = _signature(first, first.day(field=GoodsField.DAY)) or Signature(books.today, "")
    if (signature.signed_on, first.text(field=GoodsField.NUMBER)) in note.certificates:
        return False
    refuse_first(faults=faults_of_signature(signature=signature))
    refuse_first(faults=faults_of_judged(lines=lines))
    draft = AcceptanceDraft(signature, note.id, lines=lines, number=first.text(field=GoodsField.NUMBER))
    take_acceptance(act=act, today=books.today, draft=draft)
    return True


def _same(known: tuple[object, ...], said: tuple[object, ...]) -> bool:
    """False: a duplicate. Raises Refused NUMBER_TAKEN_WITH_OTHER_CONTENT."""
    if known != said:
        raise Refused(RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT.value, where="")
    return False


def _customer(paper: Paper, books: Books) -> int:
    found = books.customers.get(paper.number, RejectionCode.CUSTOMER_UNKNOWN)
    if isinstance(found, RejectionCode):
        first = paper.rows[0]
        field = next((one for one in _PARTY if first.text(field=one)), GoodsField.NUMBER)
        raise _RefusedAt(found, field, first.text(field=field))
    return found


def _contract(row: GoodsRow, books: Books) -> int | None:
    number = row.text(field=GoodsField.CONTRACT)
    if number and number not in books.contracts:
        raise _RefusedAt(RejectionCode.UNKNOWN_REFERENCE, GoodsField.CONTRACT, number)
    return books.contracts.get(number)


def _goods(row: GoodsRow) -> Goods:
    return Goods(
        row.text(field=GoodsField.GOODS),
        row.number(field=GoodsField.QUANTITY) or 0,
        row.number(field=GoodsField.PRICE),
        row.text(field=GoodsField.ITEM_CODE),
        row.text(field=GoodsField.SPECIFICATION),
        row.text(field=GoodsField.UNIT),
    )


def _signature(row: GoodsRow, day: date | None) -> Signature | None:
    signatory = row.text(field=GoodsField.SIGNATORY)
    if day is None or not signatory:
        return None
    return Signature(day, signatory[:100], row.text(field=GoodsField.ROLE)[:100])


def _says_quantities(row: GoodsRow) -> bool:
    return bool(row.number(field=GoodsField.ACCEPTED) or row.number(field=GoodsField.REJECTED))


def _judged(row: GoodsRow, note: KnownNote) -> Judged:
    wanted = (row.text(field=GoodsField.ITEM_CODE), row.text(field=GoodsField.GOODS))
    line_id = note.line_of(item_code=wanted[0], name=wanted[1])
    if line_id is None:
        raise Refused("DELIVERY_NOT_ORDERED", name=(wanted[1] or wanted[0])[:60])
    accepted = row.number(field=GoodsField.ACCEPTED) or 0
    rejected = row.number(field=GoodsField.REJECTED) or 0
    return Judged(line_id, accepted, rejected, row.text(field=GoodsField.REASON))
