"""Reads of customers as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huikuan.customers.access import customers_for
from huikuan.customers.groups import merged_below
from huikuan.customers.models import Contact, Customer, CustomerFile, CustomerName, PayerAlias
from huikuan.customers.rules import normal_name, typed_pinyin
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions

SORTS = {
    "name": ("name_sort", "pk"),
    "-name": ("-name_sort", "-pk"),
    "code": ("code", "pk"),
    "-code": ("-code", "-pk"),
}


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What customers are narrowed to; None and empty mean no narrowing, `search` is a piece of name, code or tax code."""

    search: str = ""
    salesperson_id: int | None = None
    customer_class: str = ""


EVERYBODY = CustomerFilter()


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as the upper floors see him; his limit is in the journal of limits."""

    id: int
    code: str
    name: str
    tax_code: str
    region: str
    country: str
    address: str
    language: str
    customer_class: str
    terms_days: int | None
    terms_roll: str
    salesperson_id: int | None
    do_not_contact_reason: str
    note: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at the customer."""

    id: int
    customer_id: int
    name: str
    role: str
    email: str
    phone: str
    language: str
    gets_reminders: bool


@dataclass(frozen=True, slots=True)
class PayerRow:
    """What the matcher may know of a customer: names and bank accounts he pays from."""

    customer_id: int
    name: str
    aliases: tuple[str, ...]
    accounts: tuple[str, ...]


def customer_rows(*, actor: Actor, search: str = "", ids: Iterable[int] | None = None) -> tuple[CustomerRow, ...]:
    """Visible customers by name, narrowed by a piece of name, code or tax code, or by ids."""
    rows = found_customers(actor=actor, search=search)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return tuple(row_of(customer=row) for row in rows.order_by("name_sort", "id"))


def customer_page(
    *,
    actor: Actor,
    narrowed: CustomerFilter,
    sort: str = "name",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[CustomerRow]:
    """One page of visible customers by name or number (`name`, `-name`, `code`, `-code`); two queries."""
    rows = narrowed_customers(actor=actor, narrowed=narrowed)
    start, end = page_bounds(number=number, size=size)
    shown = rows.order_by(*SORTS.get(sort, SORTS["name"]))[start:end]
    return Page(tuple(row_of(customer=row) for row in shown), max(number, 1), end - start, rows.count(), {})


def customers_after(*, actor: Actor, after_id: int, limit: int, code: str | None = None) -> tuple[CustomerRow, ...]:
    """Up to `limit` visible customers with ids above `after_id`, by id; only the one with that code if given. One query."""
    rows = customers_for(actor=actor).filter(pk__gt=after_id)
    if code is not None:
        rows = rows.filter(code=code)
    return tuple(row_of(customer=row) for row in rows.order_by("pk")[:limit])


def narrowed_customers(*, actor: Actor, narrowed: CustomerFilter) -> QuerySet[Customer]:
    """Visible customers that fit the filter."""
    rows = found_customers(actor=actor, search=narrowed.search)
    if narrowed.salesperson_id is not None:
        rows = rows.filter(salesperson_id=narrowed.salesperson_id)
    if narrowed.customer_class:
        rows = rows.filter(customer_class=narrowed.customer_class)
    return rows


def found_customers(*, actor: Actor, search: str) -> QuerySet[Customer]:
    """Visible customers whose name, short name, code or pinyin holds `search`, or whose tax code begins with it."""
    rows = customers_for(actor=actor)
    if search:
        word, pinyin = normal_name(name=search), typed_pinyin(text=search)
        named = Q(name__icontains=search) | Q(name__icontains=word) | Q(short_name__icontains=search)
        found = named | Q(code__icontains=search) | Q(tax_code__istartswith=word)
        rows = rows.filter(found | Q(name_pinyin__contains=f" {pinyin}") if pinyin else found)
    return rows


def customers_by_id(*, ids: Iterable[int]) -> dict[int, CustomerRow]:
    """Rows by id, for joining names to figures that were already filtered by access."""
    return {
        row.pk: row_of(customer=row)
        for some in portions(values=list(ids))
        for row in Customer.objects.filter(pk__in=some)
    }


def any_customer() -> bool:
    """Whether there is any customer yet, seen or not."""
    return Customer.objects.exists()


def customer_ids_by_code() -> dict[str, int]:
    """Ids by customer number: one query for a whole file."""
    return dict(Customer.objects.values_list("code", "pk").iterator(chunk_size=10_000))


def customer_ids_by_name() -> dict[str, list[int]]:
    """Ids by normalised name; several where two customers share one."""
    found: dict[str, list[int]] = {}
    for pk, name in Customer.objects.order_by("pk").values_list("pk", "name").iterator(chunk_size=10_000):
        found.setdefault(normal_name(name=name), []).append(pk)
    return found


def contacts_of(*, customer_ids: Iterable[int]) -> dict[int, tuple[ContactRow, ...]]:
    """People by customer, those who get reminders first; with those of customers merged into him, without who left."""
    ids = list(customer_ids)
    tops = merged_below(customer_ids=ids)
    found: dict[int, list[ContactRow]] = {}
    rows = Contact.objects.filter(customer_id__in=[*ids, *tops]).exclude(file__left_on__isnull=False)
    for row in rows.exclude(file__erased_at__isnull=False).order_by("-gets_reminders", "pk"):
        contact = ContactRow(
            row.pk, row.customer_id, row.name, row.role, row.email, row.phone, row.language, row.gets_reminders
        )
        for customer_id in {row.customer_id, tops.get(row.customer_id, row.customer_id)} & set(ids):
            found.setdefault(customer_id, []).append(contact)
    return {customer_id: tuple(people) for customer_id, people in found.items()}


def ids_with_contact() -> set[int]:
    """Customers of whom at least one person has a telephone number or an address; one query."""
    return set(Contact.objects.exclude(phone="", email="").values_list("customer_id", flat=True).distinct())


def payers() -> Iterator[PayerRow]:
    """Names, aliases and accounts of all customers in id order, for the matcher: four queries.

    Former and other names count as aliases; whoever was merged into a customer lends him all of his.
    """
    known: dict[int, dict[str, list[str]]] = {}
    merged = merged_ends()
    aliases = PayerAlias.objects.order_by("pk").values_list("customer_id", "kind", "value")
    names = CustomerName.objects.order_by("pk").values_list("customer_id", "normal")
    same = Customer.objects.filter(pk__in=list(merged)).order_by("pk").values_list("pk", "name")
    lent = [(merged[pk], "NAME", normal_name(name=name)) for pk, name in same]
    for customer_id, kind, value in [*aliases, *((pk, "NAME", name) for pk, name in names), *lent]:
        for owner in {customer_id, merged.get(customer_id, customer_id)}:
            values = known.setdefault(owner, {"NAME": [], "ACCOUNT": []})[kind]
            if value not in values:
                values.append(value)
    for pk, name in Customer.objects.order_by("pk").values_list("pk", "name").iterator(chunk_size=10_000):
        own = known.get(pk, {"NAME": [], "ACCOUNT": []})
        yield PayerRow(pk, name, tuple(own["NAME"]), tuple(own["ACCOUNT"]))


def merged_ends() -> dict[int, int]:
    """Every merged customer with the one he belongs to at the end."""
    rows: Iterable[tuple[int, int | None]] = CustomerFile.objects.filter(merged_into__isnull=False).values_list(
        "pk", "merged_into_id"
    )
    into = {pk: up for pk, up in rows if up is not None}
    return {pk: _end(pk, into) for pk in into}


def _end(customer_id: int, into: dict[int, int]) -> int:
    seen = {customer_id}
    while (up := into.get(customer_id)) is not None and up not in seen:
        seen.add(up)
        customer_id = up
    return customer_id


def row_of(*, customer: Customer) -> CustomerRow:
    """The frozen row of a customer."""
    return CustomerRow(
        customer.pk,
        customer.code,
        customer.name,
        customer.tax_code,
        customer.region,
        customer.country,
        customer.address,
        customer.language,
        customer.customer_class,
        customer.terms_days,
        customer.terms_roll,
        customer.salesperson_id,
        customer.do_not_contact_reason,
        customer.note,
    )
