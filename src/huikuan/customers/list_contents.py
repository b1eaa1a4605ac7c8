"""What the books hold of the customers and people a list names: read at once, to tell what a list repeats from what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huikuan.customers.models import Contact, Customer, CustomerFile
from huikuan.customers.rules import PartyRow
from huikuan.kernel.paging import portions

_FIELDS = (
    "code",
    "name",
    "short_name",
    "tax_code",
    "country",
    "region",
    "address",
    "language",
    "customer_class",
    "terms_days",
    "note",
    "salesperson_id",
)


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer of the books: his fields by name, the number of the customer he stands under (empty: none)."""

    id: int
    fields: dict[str, str | int | None]
    group_code: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the books with what a list may say of him."""

    id: int
    customer_id: int
    name: str
    email: str
    phone: str
    language: str
    gets_reminders: bool
    legal_basis: str
    roles: tuple[str, ...]
    position: str
    mobile: str
    wechat: str


def customers_with_codes(*, codes: Iterable[str]) -> dict[str, KnownCustomer]:
    """The customers with these numbers; two queries for 5,000."""
    found: dict[str, KnownCustomer] = {}
    for some in portions(values=sorted(set(codes))):
        groups = _group_codes(some)
        for pk, *values in Customer.objects.filter(code__in=some).values_list("pk", *_FIELDS):
            fields = dict(zip(_FIELDS, values, strict=True))
            found[str(fields["code"])] = KnownCustomer(pk, fields, groups.get(pk, ""))
    return found


def group_codes() -> dict[str, str]:
    """The number of the customer above, by number, of everybody who stands under another; one query."""
    rows = CustomerFile.objects.filter(parent__isnull=False)
    return dict(rows.values_list("customer__code", "parent__code"))


def parties_for_people(*, codes: Iterable[str], tax_codes: Iterable[str], by_name: bool) -> tuple[PartyRow, ...]:
    """The customers whom people may be named under: by number and tax code, or everybody where some are named by name alone."""
    if by_name:
        return tuple(_parties(Customer.objects.order_by("pk").values_list(*_PARTY).iterator(chunk_size=10_000)))
    found: dict[int, PartyRow] = {}
    for column, values in (("code__in", codes), ("tax_code__in", tax_codes)):
        for some in portions(values=sorted(set(values))):
            rows = Customer.objects.filter(**{column: some}).values_list(*_PARTY)
            found |= {party.id: party for party in _parties(rows)}
    return tuple(found[pk] for pk in sorted(found))


def people_of(*, customer_ids: Iterable[int]) -> tuple[KnownPerson, ...]:
    """The people of these customers who are there still; three queries for 5,000 customers."""
    found: list[KnownPerson] = []
    for some in portions(values=sorted(set(customer_ids))):
        rows = Contact.objects.filter(customer_id__in=some, file__left_on=None, file__erased_at=None)
        for row in rows.select_related("file").prefetch_related("roles").order_by("pk"):
            found.append(_person(row))
    return tuple(found)


_PARTY = ("pk", "code", "name", "tax_code", "terms_days", "terms_roll")


def _parties(rows: Iterable[tuple[int, str, str, str, int | None, str]]) -> Iterable[PartyRow]:
    return (PartyRow(*row) for row in rows)


def _group_codes(codes: Sequence[str]) -> dict[int, str]:
    rows = CustomerFile.objects.filter(customer__code__in=codes, parent__isnull=False)
    return dict(rows.values_list("pk", "parent__code"))


def _person(row: Contact) -> KnownPerson:
    file = getattr(row, "file", None)
    return KnownPerson(
        row.pk,
        row.customer_id,
        row.name,
        row.email,
        row.phone,
        row.language,
        row.gets_reminders,
        row.legal_basis,
        tuple(sorted(one.role for one in row.roles.all())) or (row.role,),
        file.position if file else "",
        file.mobile if file else "",
        file.wechat if file else "",
    )
