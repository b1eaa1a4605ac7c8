"""What the customer pages show: debts joined to names, the time line, the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from huikuan.activities.queries import ActivityRow, timeline
from huikuan.customers.groups import merged_below
from huikuan.customers.queries import ContactRow, CustomerRow, contacts_of, customer_page, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.receipts.queries.receipts import ReceiptFilter, ReceiptRow, receipt_page, unapplied_of
from huikuan.receivables.queries.debtors import SORTS as DEBT_SORTS
from huikuan.receivables.queries.debtors import DebtorFilter, Owing, debtor_page
from huikuan.receivables.queries.items import balances_of, open_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.reminders.queries import newest_messages
from huikuan.web.pages.customer_events import Event, events_of
from huikuan.web.pages.people import names_of
from huikuan.web.tables.columns import Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names

WHICH: dict[str, Text] = {
    Owing.OPEN.value: _("With open items"),
    Owing.OVERDUE.value: _("Overdue"),
    "ALL": _("All"),
}


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer with what he owes in one currency."""

    customer: CustomerRow
    salesperson: str
    open: Money
    overdue: Money
    oldest: Due
    items: int
    unapplied: Money


@dataclass(frozen=True, slots=True)
class Balance:
    """What one customer owes and has paid ahead in one currency; net = open − unapplied."""

    open: Money
    overdue: Money
    unapplied: Money
    net: Money


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Everything the page of one customer shows."""

    customer: CustomerRow
    salesperson: str
    balances: tuple[Balance, ...]
    open_items: tuple[ReceivableRow, ...]
    receipts: tuple[ReceiptRow, ...]
    receipt_count: int
    people: tuple[ContactRow, ...]
    next_step: ActivityRow | None
    contacts: tuple[ActivityRow, ...]
    events: tuple[Event, ...]


_COLUMNS: tuple[Column[CustomerLine], ...] = (
    Column("name", _("Customer"), lambda row: Titled(row.customer.name, row.customer.code)),
    Column("salesperson", _("Salesperson"), lambda row: row.salesperson or None, on_phone=False, beside_panel=False),
    Column("open", _("Open"), lambda row: row.open, Kind.MONEY, "open", on_phone=False),
    Column("overdue", _("Overdue"), lambda row: row.overdue, Kind.MONEY, "overdue"),
    Column("oldest", _("Earliest due"), lambda row: row.oldest, Kind.DAY, "oldest", on_phone=False),
    Column("items", _("Items"), lambda row: row.items, Kind.NUMBER, on_phone=False, beside_panel=False),
    Column(
        "unapplied", _("Unallocated money"), lambda row: row.unapplied, Kind.MONEY, on_phone=False, beside_panel=False
    ),
    Column("class", _("Customer class"), lambda row: _class(row.customer), is_shown=False, on_phone=False),
    Column("region", _("Region"), lambda row: row.customer.region, is_shown=False, on_phone=False),
    Column("tax_code", _("Tax code"), lambda row: row.customer.tax_code, is_shown=False, on_phone=False),
)
FILTERS = ("which", "q", "salesperson", "class", "currency")
DEBTORS: ListKind[CustomerLine] = ListKind(
    title=_("Customers"),
    columns=_COLUMNS,
    filters=FILTERS,
    sorts=DEBT_SORTS,
    default_sort="-overdue",
    id_of=lambda row: row.customer.id,
    total_title=_("Open"),
)
EVERYBODY: ListKind[CustomerLine] = ListKind(
    title=_("Customers"),
    columns=(
        replace(_COLUMNS[0], sort="name"),
        *(replace(column, sort="") for column in _COLUMNS[1:] if column.name not in ("oldest", "items")),
    ),
    filters=FILTERS,
    sorts=("name", "-name"),
    default_sort="name",
    id_of=lambda row: row.customer.id,
)


def debtor_lines(
    *, actor: Actor, today: date, narrowed: DebtorFilter, sort: str, number: int, size: int
) -> Page[CustomerLine]:
    """A page of customers who owe."""
    page = debtor_page(actor=actor, as_of=today, narrowed=narrowed, sort=sort, number=number, size=size)
    customers = customers_by_id(ids={row.customer_id for row in page.rows})
    unapplied = unapplied_of(actor=actor, customer_ids=list(customers))
    sellers = names_of(ids=(row.salesperson_id for row in customers.values()))
    lines = tuple(
        CustomerLine(
            customer=(customer := customers[row.customer_id]),
            salesperson=sellers.get(customer.salesperson_id or 0, ""),
            open=Money(row.open_minor, row.currency),
            overdue=Money(row.overdue_minor, row.currency),
            oldest=_due(row.oldest_due, today),
            items=row.items,
            unapplied=Money(unapplied.get(customer.id, {}).get(row.currency, 0), row.currency),
        )
        for row in page.rows
    )
    return Page(lines, page.number, page.size, page.count, page.totals)


def all_lines(
    *, actor: Actor, today: date, narrowed: DebtorFilter, sort: str, number: int, size: int
) -> Page[CustomerLine]:
    """A page of all customers by name, one line for each currency they owe in; `narrowed.currency` is the books' own."""
    page = customer_page(
        actor=actor,
        narrowed=narrowed.customers,
        sort=sort,
        number=number,
        size=size,
    )
    ids = [row.id for row in page.rows]
    balances = balances_of(actor=actor, customer_ids=ids, as_of=today)
    unapplied = unapplied_of(actor=actor, customer_ids=ids)
    sellers = names_of(ids=(row.salesperson_id for row in page.rows))
    lines = []
    for row in page.rows:
        for one in _balances(balances.get(row.id, {}), unapplied.get(row.id, {}), narrowed.currency):
            seller = sellers.get(row.salesperson_id or 0, "")
            lines.append(CustomerLine(row, seller, one.open, one.overdue, Due(None, None), 0, one.unapplied))
    return Page(tuple(lines), page.number, page.size, page.count, {})


def customer_shown(*, actor: Actor, today: date, customer: CustomerRow, currency: str) -> CustomerPage:
    """Everything about one customer, and what those merged into him owe, that his page and his panel show."""
    ids = [customer.id, *merged_below(customer_ids=[customer.id])]
    owed = _added(balances_of(actor=actor, customer_ids=ids, as_of=today).values())
    free = _free(unapplied_of(actor=actor, customer_ids=ids).values())
    receipts = receipt_page(actor=actor, narrowed=ReceiptFilter(customer_id=customer.id), size=8)
    contacts = timeline(actor=actor, customer_id=customer.id, size=30).rows
    sent = newest_messages(actor=actor, customer_id=customer.id, most=30)
    return CustomerPage(
        customer=customer,
        salesperson=names_of(ids=[customer.salesperson_id]).get(customer.salesperson_id or 0, ""),
        balances=_balances(owed, free, currency),
        open_items=tuple(row for pk in ids for row in open_items_of(actor=actor, customer_id=pk, as_of=today)),
        receipts=receipts.rows,
        receipt_count=receipts.count,
        people=contacts_of(customer_ids=[customer.id]).get(customer.id, ()),
        next_step=next((row for row in contacts if row.next_date is not None), None),
        contacts=contacts,
        events=events_of(actor=actor, contacts=contacts, messages=sent, receipts=receipts.rows),
    )


def _added(each: Iterable[dict[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    """What a customer and those merged into him owe together, by currency."""
    found: dict[str, tuple[int, int]] = {}
    for owed in each:
        for currency, (total, late) in owed.items():
            before = found.get(currency, (0, 0))
            found[currency] = (before[0] + total, before[1] + late)
    return found


def _free(each: Iterable[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for free in each:
        for currency, minor in free.items():
            found[currency] = found.get(currency, 0) + minor
    return found


def _balances(owed: dict[str, tuple[int, int]], free: dict[str, int], own_currency: str) -> tuple[Balance, ...]:
    found = []
    for currency in sorted({*owed, *free} or {own_currency}, key=lambda code: (code != own_currency, code)):
        total, late = owed.get(currency, (0, 0))
        unapplied = free.get(currency, 0)
        amounts = (Money(minor, currency) for minor in (total, late, unapplied, total - unapplied))
        found.append(Balance(*amounts))
    return tuple(found)


def _class(customer: CustomerRow) -> str:
    return names.name_of(names=names.CUSTOMER_CLASSES, code=customer.customer_class)


def _due(day: date | None, today: date) -> Due:
    return Due(day, None if day is None else (today - day).days)
