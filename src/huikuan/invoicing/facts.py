"""What the books know of a tax invoice's parties and deal, gathered for the checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from huikuan.accounts.queries import company
from huikuan.contracts.queries.lists import contracts_of
from huikuan.customers.queries import CustomerRow, customer_rows, customers_by_id
from huikuan.deliveries.queries.blocking import delivery_facts
from huikuan.invoicing.models import InvoiceWish, TaxInvoice, TaxInvoiceLine
from huikuan.invoicing.rules.checking import Blue, Debt, Facts, Known, plain_name
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Line, Party
from huikuan.invoicing.rules.states import State
from huikuan.invoicing.rules.wishes import Wishes
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, rounded_half_up
from huikuan.paying.queries import habits_of
from huikuan.prices.queries.confirmations import signed_confirmations, tolerance_in_force
from huikuan.prices.rules.comparing import Billed, Deviation, differences, in_force
from huikuan.receivables.queries.documents import DocumentRow, documents_by_id, documents_numbered, plan_documents


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts for the checks, and the rows that booking needs: customer, blue invoice, the receivable's document."""

    facts: Facts
    customer: CustomerRow | None
    blue_id: int | None
    debt: DocumentRow | None


def gather(*, row: TaxInvoice, invoice: EInvoice, today: date, actor: Actor, debt_id: int | None = None) -> Gathered:
    """Everything known of a tax invoice that is being taken or looked at again; `debt_id` is the document a person chose."""
    own = company(company_id=row.company_id)
    customer = _customer(row, invoice.buyer, actor)
    blue = _blue(row, invoice) if invoice.is_red else None
    same = documents_numbered(company_id=row.company_id, number=invoice.number)
    debt, fitting = (None, 0) if invoice.is_red or customer is None else _debt(row, invoice, customer.id, debt_id, same)
    facts = Facts(
        today=today,
        own=Known(frozenset({plain_name(name=own.name), plain_name(name=own.short_name)}), own.tax_code),
        customer_id=customer.id if customer else None,
        customer=_known(customer) if customer else None,
        blue=_blue_facts(blue) if blue else None,
        debt=_debt_facts(row, debt) if debt else None,
        fitting_debts=fitting,
        is_number_of_other=any(customer is not None and one.customer_id != customer.id for one in same),
        contract_known=_contract_known(customer.id, invoice.contract_number) if customer else None,
        price_deviations=_deviations(row.company_id, customer.id, invoice) if customer and not invoice.is_red else 0,
        delivered_on=_delivered_on(row.company_id, customer.id, invoice, debt) if customer else None,
    )
    return Gathered(facts, customer, blue.pk if blue else None, debt)


def invoice_of(*, row: TaxInvoice) -> EInvoice:
    """A kept tax invoice as the record the checks take; one query."""
    return invoices_of(rows=[row])[row.pk]


def invoices_of(*, rows: Sequence[TaxInvoice]) -> dict[int, EInvoice]:
    """Kept tax invoices as the records the checks take, by id; one query, none for no invoice."""
    lines: dict[int, list[Line]] = {}
    if rows:
        kept = TaxInvoiceLine.objects.filter(tax_invoice__in=[row.pk for row in rows])
        for one in kept.order_by("tax_invoice_id", "number"):
            lines.setdefault(one.tax_invoice_id, []).append(_line(one))
    return {row.pk: _record(row, tuple(lines.get(row.pk, ()))) for row in rows}


def wishes_of(*, customer_ids: Iterable[int], currency: str = "CNY") -> dict[int, Wishes]:
    """What these customers want of their invoices, from their way of paying and from what was written down here."""
    ids = sorted(set(customer_ids))
    newest: dict[int, InvoiceWish] = {}
    for one in InvoiceWish.objects.filter(customer__in=ids).order_by("number"):
        newest[one.customer_id] = one
    paying = habits_of(customer_ids=ids)
    found = {}
    for pk in ids:
        asked = paying[pk].habits.invoice if pk in paying else None
        own = newest.get(pk)
        found[pk] = Wishes(
            form="" if asked is None or asked.form.value == "EITHER" else asked.form.value,
            title=asked.title if asked else "",
            rate_hundredths=asked.tax_rate if asked else None,
            deadline_day=asked.deadline_day if asked else None,
            remark=own.remark if own else "",
            most_minor=own.most_minor if own and currency == "CNY" else None,
            email=own.email if own else "",
        )
    return found


def gross_price(*, line: Line, currency: str) -> int | None:
    """The unit price of a line with its tax, millionths; None where quantity or tax is not known."""
    decimals = exponent_of(currency=currency)
    if not line.quantity_micros or line.tax_minor is None:
        return None
    scale = 10 ** (2 if decimals is None else decimals)
    return rounded_half_up(
        numerator=(line.net_minor + line.tax_minor) * MICRO * MICRO, denominator=line.quantity_micros * scale
    )


def _record(row: TaxInvoice, lines: tuple[Line, ...]) -> EInvoice:
    return EInvoice(
        format=Format(row.form),
        number=row.number,
        code=row.code,
        kind=Kind(row.kind),
        is_red=row.is_red,
        issue_date=row.issue_date,
        due_date=row.due_date,
        currency=row.currency,
        net_minor=row.net_minor,
        tax_minor=row.tax_minor,
        gross_minor=row.gross_minor,
        adjustment_minor=row.adjustment_minor,
        seller=Party(row.seller_name, row.seller_tax_code),
        buyer=Party(row.buyer_name, row.buyer_tax_code),
        lines=lines,
        words=row.words,
        remark=row.remark,
        original_number=row.original_number,
        confirmation_number=row.confirmation_number,
        contract_number=row.contract_number,
        is_tax_stated=row.is_tax_stated,
    )


def _line(one: TaxInvoiceLine) -> Line:
    return Line(
        one.name,
        one.net_minor,
        one.tax_minor,
        one.rate_micros,
        one.quantity_micros,
        one.unit_price,
        one.specification,
        one.unit,
        one.item_code,
    )


def _customer(row: TaxInvoice, buyer: Party, actor: Actor) -> CustomerRow | None:
    """The customer chosen before, else the only one with the buyer's tax code, else the only one called so."""
    if row.customer_id is not None:
        return customers_by_id(ids=[row.customer_id]).get(row.customer_id)
    if buyer.tax_code:
        same = [one for one in customer_rows(actor=actor, search=buyer.tax_code) if one.tax_code == buyer.tax_code]
        if same:
            return same[0] if len(same) == 1 else None
    if not buyer.name:
        return None
    wanted = plain_name(name=buyer.name)
    named = [one for one in customer_rows(actor=actor, search=buyer.name) if plain_name(name=one.name) == wanted]
    return named[0] if len(named) == 1 else None


def _known(customer: CustomerRow) -> Known:
    return Known(frozenset({plain_name(name=customer.name)}), customer.tax_code)


def _blue(row: TaxInvoice, invoice: EInvoice) -> TaxInvoice | None:
    if not invoice.original_number:
        return None
    rows = TaxInvoice.objects.filter(company_id=row.company_id, number=invoice.original_number, is_red=False)
    return rows.first()


def _blue_facts(blue: TaxInvoice) -> Blue:
    booked = blue.state == State.BOOKED.value
    return Blue(blue.customer_id, blue.gross_minor, blue.red_minor, blue.issue_date, booked)


def _debt(
    row: TaxInvoice, invoice: EInvoice, customer_id: int, debt_id: int | None, same: tuple[DocumentRow, ...]
) -> tuple[DocumentRow | None, int]:
    """The document chosen, else that with the invoice's own number, else the only milestone's of its amount; how many fit."""
    if debt_id is not None:
        chosen = documents_by_id(ids=[debt_id]).get(debt_id)
        return (chosen, 1) if chosen is not None and chosen.customer_id == customer_id else (None, 0)
    numbered = [one for one in same if one.customer_id == customer_id]
    if numbered:
        return numbered[0], 1
    plan = plan_documents(company_id=row.company_id, customer_id=customer_id)
    named = [one for one in plan if invoice.contract_number and one.contract == invoice.contract_number] or plan
    taken = set(TaxInvoice.objects.filter(invoice__in=[one.id for one in named]).values_list("invoice_id", flat=True))
    fitting = [
        one
        for one in named
        if one.id not in taken and (one.amount_minor, one.currency) == (invoice.gross_minor, invoice.currency)
    ]
    return (fitting[0] if len(fitting) == 1 else None), len(fitting)


def _debt_facts(row: TaxInvoice, debt: DocumentRow) -> Debt:
    others = TaxInvoice.objects.filter(invoice_id=debt.id, is_red=False).exclude(pk=row.pk)
    invoiced = others.aggregate(total=Sum("gross_minor"))["total"] or 0
    return Debt(debt.number, debt.amount_minor, int(invoiced), debt.contract)


def _contract_known(customer_id: int, number: str) -> bool | None:
    return number in {one.number for one in contracts_of(actor=SYSTEM, customer_id=customer_id)} if number else None


def _deviations(company_id: int, customer_id: int, invoice: EInvoice) -> int:
    """How many lines deviate from what the customer confirmed; none where nothing is in force."""
    billed = [
        Billed(
            place, line.item_code, line.name.rpartition("*")[2], line.specification, line.quantity_micros or 0, price
        )
        for place, line in enumerate(invoice.lines)
        if (price := gross_price(line=line, currency=invoice.currency)) is not None
    ]
    signed = signed_confirmations(customer_ids=[customer_id]) if billed and invoice.issue_date else {}
    known = signed.get((customer_id, company_id, invoice.currency), ())
    held = in_force(confirmed=known, on=invoice.issue_date) if invoice.issue_date else None
    tolerance = tolerance_in_force().tolerance_permille
    if held is None:
        return 0
    found = differences(billed=billed, confirmed=held, tolerance_permille=tolerance, currency=invoice.currency)
    return sum(1 for one in found if one.deviation is not Deviation.NO_CONFIRMATION)


def _delivered_on(company_id: int, customer_id: int, invoice: EInvoice, debt: DocumentRow | None) -> date | None:
    """The first day the goods of the invoice's contract were signed for; None if the books know of none."""
    number = invoice.contract_number or (debt.contract if debt else "")
    if not number:
        return None
    contract = next((one for one in contracts_of(actor=SYSTEM, customer_id=customer_id) if one.number == number), None)
    if contract is None:
        return None
    told = delivery_facts(company_id=company_id, customer_id=customer_id, contract_id=contract.id)
    return told.first_on if told else None
