"""Reads of the customer file as frozen rows: standing, other names, aliases, people, group, history, duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huikuan.customers.access import customer_for, customers_for
from huikuan.customers.duplicate_rules import Named, Pair, duplicate_pairs
from huikuan.customers.groups import members_of, merged_below, roots_of
from huikuan.customers.models import (
    Contact,
    CustomerChange,
    CustomerFile,
    CustomerName,
    PayerAlias,
)
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds


@dataclass(frozen=True, slots=True)
class FileRow:
    """What is on file of a customer."""

    customer_id: int
    parent_id: int | None = None
    merged_into_id: int | None = None
    industry: str = ""
    buyer_type: str = "OTHER"
    distance_km: int | None = None
    market_position: str = ""
    business_condition: str = ""
    financial_condition: str = ""
    sales_network: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class NameRow:
    """Another name of a customer."""

    id: int
    customer_id: int
    kind: str
    name: str
    valid_from: date | None
    valid_through: date | None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A name or account a customer pays from, and where that was learned."""

    id: int
    customer_id: int
    kind: str
    value: str
    learned_at: datetime
    learned_from: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person at a customer with everything but his history; `customer_id` may be one merged into the customer shown."""

    id: int
    customer_id: int
    name: str
    roles: tuple[str, ...]
    email: str
    phone: str
    gets_reminders: bool
    legal_basis: str
    basis_on: date | None
    position: str
    mobile: str
    wechat: str
    wecom: str
    address: str
    reachable_when: str
    reachable_where: str
    relationship: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of one field."""

    id: int
    customer_id: int
    field: str
    before: Any
    after: Any
    at: datetime
    who_name: str
    reason: str
    act_id: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A company of a group: how deep it stands below the top, and whether it is merged."""

    customer_id: int
    code: str
    name: str
    depth: int
    is_merged: bool


def file_of(*, customer_id: int) -> FileRow:
    """What is on file of a customer, empty where nothing was entered; the caller has checked who asks."""
    return files_of(customer_ids=[customer_id])[customer_id]


def files_of(*, customer_ids: Iterable[int]) -> dict[int, FileRow]:
    """The files of customers that were filtered before."""
    found = {pk: FileRow(pk) for pk in customer_ids}
    rows = CustomerFile.objects.filter(pk__in=list(found)).values(*FileRow.__dataclass_fields__)
    return found | {row["customer_id"]: FileRow(**row) for row in rows}


def other_names_of(*, customer_id: int) -> tuple[NameRow, ...]:
    """Other names of a customer and of those merged into him; the caller has checked who asks."""
    rows = CustomerName.objects.filter(customer_id__in=_with_merged(customer_id)).order_by("kind", "pk")
    fields = tuple(NameRow.__dataclass_fields__)
    return tuple(NameRow(*values) for values in rows.values_list(*fields))


def aliases_of(*, customer_id: int) -> tuple[AliasRow, ...]:
    """Names and accounts a customer pays from, with those of customers merged into him; the caller has checked who asks."""
    rows = PayerAlias.objects.filter(customer_id__in=_with_merged(customer_id)).order_by("kind", "pk")
    return tuple(AliasRow(*values) for values in rows.values_list(*AliasRow.__dataclass_fields__))


def people_of(*, actor: Actor, customer_id: int) -> tuple[PersonRow, ...]:
    """People at a visible customer and at those merged into him: who is still there first. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = (
        Contact.objects.filter(customer_id__in=_with_merged(customer_id))
        .exclude(file__erased_at__isnull=False)
        .select_related("file")
        .prefetch_related("roles")
        .order_by("pk")
    )
    return tuple(sorted((_person(row) for row in rows), key=lambda person: person.left_on is not None))


def history_of(
    *, actor: Actor, customer_id: int, field: str = "", number: int = 1, size: int = PAGE_SIZE
) -> Page[ChangeRow]:
    """One page of what changed on a visible customer, the latest first, of one field if named. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = CustomerChange.objects.filter(customer_id=customer_id)
    if field:
        rows = rows.filter(field=field)
    start, end = page_bounds(number=number, size=size)
    shown = rows.order_by("-pk")[start:end].values_list(*ChangeRow.__dataclass_fields__)
    return Page(tuple(ChangeRow(*values) for values in shown), max(number, 1), end - start, rows.count(), {})


def changed_fields(*, customer_id: int) -> tuple[str, ...]:
    """The fields of a customer that have a history; the caller has checked who asks."""
    names = CustomerChange.objects.filter(customer_id=customer_id).values_list("field", flat=True)
    return tuple(names.order_by("field").distinct())


def group_of(*, actor: Actor, customer_id: int) -> tuple[GroupRow, ...]:
    """The group a visible customer belongs to, from the top down; empty where he stands alone.

    Companies `actor` does not see are left out. Raises NotPermitted.
    """
    customer_for(actor=actor, customer_id=customer_id)
    top = roots_of(customer_ids=[customer_id])[customer_id]
    members = members_of(root_ids=[top])[top]
    if len(members) == 1:
        return ()
    files = files_of(customer_ids=members)
    names = {row.pk: row for row in customers_for(actor=actor).filter(pk__in=members).only("pk", "code", "name")}
    below: dict[int, list[int]] = {}
    for pk in members[1:]:
        below.setdefault(files[pk].merged_into_id or files[pk].parent_id or top, []).append(pk)
    return tuple(
        GroupRow(pk, names[pk].code, names[pk].name, depth, files[pk].merged_into_id is not None)
        for pk, depth in _walk(top, below)
        if pk in names
    )


def find_duplicates(*, actor: Actor) -> tuple[Pair, ...]:
    """Pairs of visible customers, none of them merged, who may be the same company, the surest first."""
    rows = customers_for(actor=actor).exclude(file__merged_into__isnull=False).order_by("pk")
    named = [Named(*row) for row in rows.values_list("pk", "name", "tax_code").iterator(chunk_size=10_000)]
    return duplicate_pairs(customers=named)


def choices_of_parents(*, actor: Actor, customer_id: int, search: str, limit: int = 20) -> tuple[tuple[int, str], ...]:
    """Visible customers a customer may be put under, whose number or name holds the words."""
    rows = customers_for(actor=actor).exclude(pk=customer_id).exclude(file__merged_into__isnull=False)
    found = rows.filter(name__icontains=search) | rows.filter(code__icontains=search)
    return tuple(found.order_by("name_sort", "pk").values_list("pk", "name")[:limit])


def customer_id_with_code(*, actor: Actor, code: str) -> int | None:
    """The visible customer with that number."""
    return customers_for(actor=actor).filter(code=code.strip()).values_list("pk", flat=True).first()


def names_of(*, actor: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    """Names by id of those customers that `actor` sees."""
    return dict(customers_for(actor=actor).filter(pk__in=list(customer_ids)).values_list("pk", "name"))


def person_names_of(*, contact_ids: Iterable[int]) -> dict[int, str]:
    """Names of people by id, of customers that were filtered before; who was erased has only a number."""
    return dict(Contact.objects.filter(pk__in=list(contact_ids)).values_list("pk", "name"))


def _with_merged(customer_id: int) -> list[int]:
    return [customer_id, *merged_below(customer_ids=[customer_id])]


def _walk(top: int, below: dict[int, list[int]], depth: int = 0) -> list[tuple[int, int]]:
    return [(top, depth), *(step for child in below.get(top, ()) for step in _walk(child, below, depth + 1))]


def _person(row: Contact) -> PersonRow:
    roles = tuple(one.role for one in sorted(row.roles.all(), key=lambda one: one.pk)) or (row.role,)
    file = getattr(row, "file", None)
    known: dict[str, Any] = {
        name: getattr(file, name, default)
        for name, default in (
            ("basis_on", None),
            ("position", ""),
            ("mobile", ""),
            ("wechat", ""),
            ("wecom", ""),
            ("address", ""),
            ("reachable_when", ""),
            ("reachable_where", ""),
            ("relationship", ""),
            ("left_on", None),
        )
    }
    return PersonRow(
        id=row.pk,
        customer_id=row.customer_id,
        name=row.name,
        roles=roles,
        email=row.email,
        phone=row.phone,
        gets_reminders=row.gets_reminders,
        legal_basis=row.legal_basis,
        **known,
    )
