"""What the pages of the customer file show: facts with their words, people, group, history, duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huikuan.customers.duplicate_rules import Pair
from huikuan.customers.file_queries import (
    AliasRow,
    ChangeRow,
    FileRow,
    GroupRow,
    NameRow,
    PersonRow,
    aliases_of,
    file_of,
    find_duplicates,
    group_of,
    history_of,
    names_of,
    other_names_of,
    people_of,
    person_names_of,
)
from huikuan.customers.merging import MergeRow, merges_of, standing_merges
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.customers.reports import ReportRow, reports_of
from huikuan.customers.sizes import SizeRow, buyer_types_of, size_history
from huikuan.customers.tax_codes import read_tax_code
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.kernel.text_faults import TextFault
from huikuan.web.pages import people as staff
from huikuan.web.tables.columns import Text
from huikuan.wording import customers as words
from huikuan.wording import names
from huikuan.wording.names import Names
from huikuan.wording.sentences import sentence

MOST_PAIRS = 200
_CHOICES: Mapping[str, Names] = {
    "customer_class": names.CUSTOMER_CLASSES,
    "terms_roll": words.TERMS_ROLLS,
    "industry": words.INDUSTRIES,
    "buyer_type": words.BUYER_TYPES,
    "size": words.SIZES,
    "language": words.LANGUAGES,
}
_CUSTOMERS = ("parent_id", "merged_into", "merged")


@dataclass(frozen=True, slots=True)
class Person:
    """A person in words."""

    row: PersonRow
    roles: tuple[Text, ...]
    basis: Text


@dataclass(frozen=True, slots=True)
class Size:
    """A declaration in words."""

    row: SizeRow
    size: Text
    declared: Text
    industry: Text
    revenue: Money | None
    assets: Money | None


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words."""

    field: Text
    before: Text
    after: Text
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Two customers who may be the same."""

    first: CustomerRow
    second: CustomerRow
    why: Text
    score: int


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge in words."""

    row: MergeRow
    name: str
    into: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """Everything the page of a customer's file shows."""

    customer: CustomerRow
    file: FileRow
    facts: tuple[tuple[Text, Text], ...]
    warnings: tuple[Text, ...]
    terms_roll: Text
    buyer_type: Text
    names: tuple[tuple[NameRow, Text], ...]
    aliases: tuple[tuple[AliasRow, Text, Text], ...]
    people: tuple[Person, ...]
    sizes: tuple[Size, ...]
    group: tuple[GroupRow, ...]
    reports: tuple[ReportRow, ...]
    merges: tuple[MergeLine, ...]
    recent: tuple[Line, ...]


def file_page(*, actor: Actor, customer: CustomerRow, today: date) -> FilePage:
    """The file of a visible customer."""
    file = file_of(customer_id=customer.id)
    return FilePage(
        customer=customer,
        file=file,
        facts=_facts(customer, file),
        warnings=tax_warnings(code=customer.tax_code, country=customer.country),
        terms_roll=names.name_of(names=words.TERMS_ROLLS, code=customer.terms_roll),
        buyer_type=words.BUYER_TYPES[buyer_types_of(customer_ids=[customer.id], on=today)[customer.id].value],
        names=tuple((row, words.NAME_KINDS[row.kind]) for row in other_names_of(customer_id=customer.id)),
        aliases=tuple(
            (row, words.ALIAS_KINDS[row.kind], _source(row.learned_from)) for row in aliases_of(customer_id=customer.id)
        ),
        people=tuple(person_in_words(row=row) for row in people_of(actor=actor, customer_id=customer.id)),
        sizes=tuple(size_in_words(row=row) for row in size_history(actor=actor, customer_id=customer.id)),
        group=group_of(actor=actor, customer_id=customer.id),
        reports=reports_of(actor=actor, customer_id=customer.id),
        merges=_merges(actor, merges_of(actor=actor, customer_id=customer.id)),
        recent=lines_of(actor=actor, rows=history_of(actor=actor, customer_id=customer.id, size=6).rows),
    )


def section_values(*, customer: CustomerRow) -> dict[str, Any]:
    """Every field of a customer and his file as it stands, to be changed in a form."""
    return asdict(customer) | asdict(file_of(customer_id=customer.id))


def tax_warnings(*, code: str, country: str) -> tuple[Text, ...]:
    """What is unusual or wrong about a tax code, in words."""
    read = read_tax_code(text=code, country=country)
    if isinstance(read, TextFault):
        return (sentence(code="CREDIT_CODE_WRONG", parameters={"value": read.value}),)
    return tuple(words.WARNINGS[warning] for warning in read.warnings)


def history_page(*, actor: Actor, customer_id: int, field: str, number: int) -> Page[Line]:
    """One page of the history in words."""
    page = history_of(actor=actor, customer_id=customer_id, field=field, number=number)
    return Page(lines_of(actor=actor, rows=page.rows), page.number, page.size, page.count, {})


def lines_of(*, actor: Actor, rows: Iterable[ChangeRow]) -> tuple[Line, ...]:
    """Changes in words: codes by their names, ids by the names of people and customers."""
    shown = tuple(rows)
    values = [(row.field, value) for row in shown for value in (row.before, row.after) if value is not None]
    sellers = staff.names_of(ids=[value for field, value in values if field == "salesperson_id"])
    customers = names_of(actor=actor, customer_ids=[value for field, value in values if field in _CUSTOMERS])
    persons = person_names_of(contact_ids=[value for field, value in values if field == "person"])

    def word(field: str, value: Any) -> Text:
        if value is None or value == "":
            return "–"
        if field == "salesperson_id":
            return sellers.get(value, f"#{value}")
        if field == "person":
            return persons.get(value, f"#{value}")
        if field in _CUSTOMERS:
            return customers.get(value, _("another customer"))
        return names.name_of(names=_CHOICES.get(field, {}), code=str(value))

    return tuple(
        Line(
            words.FIELD_NAMES.get(row.field, row.field),
            word(row.field, row.before),
            word(row.field, row.after),
            row.at,
            row.who_name,
            row.reason,
        )
        for row in shown
    )


def duplicate_page(*, actor: Actor) -> tuple[tuple[Twin, ...], int]:
    """The surest pairs of customers who may be the same, and how many there are in all."""
    pairs = find_duplicates(actor=actor)
    return _twins(pairs[:MOST_PAIRS]), len(pairs)


def merge_lines(*, actor: Actor) -> tuple[MergeLine, ...]:
    """Every merge that stands, of customers the person sees."""
    return _merges(actor, standing_merges(actor=actor))


def person_in_words(*, row: PersonRow) -> Person:
    """A person with the names of his parts."""
    roles = tuple(names.name_of(names=names.CONTACT_ROLES, code=role) for role in row.roles)
    return Person(row, roles, names.name_of(names=words.LEGAL_BASES, code=row.legal_basis))


def size_in_words(*, row: SizeRow) -> Size:
    """A declaration with the names of its classes."""
    return Size(
        row,
        words.SIZES[row.size.value],
        words.SIZES.get(row.declared_size, "–"),
        words.INDUSTRIES[row.industry],
        None if row.revenue_minor is None else Money(row.revenue_minor, "CNY"),
        None if row.assets_minor is None else Money(row.assets_minor, "CNY"),
    )


def _source(learned_from: str) -> Text:
    """Where a payer was learned: `receipt 12`, or entered by hand."""
    kind, _space, number = learned_from.partition(" ")
    if kind == "receipt" and number.isdigit():
        return _("from receipt %(number)s") % {"number": number}
    return names.name_of(names=words.ALIAS_SOURCES, code=learned_from)


def _facts(customer: CustomerRow, file: FileRow) -> tuple[tuple[Text, Text], ...]:
    industry = words.INDUSTRIES.get(file.industry, "")
    values: dict[str, Text] = {
        "region": customer.region,
        "address": customer.address,
        "distance_km": "" if file.distance_km is None else str(file.distance_km),
        "industry": industry,
        "market_position": file.market_position,
        "business_condition": file.business_condition,
        "financial_condition": file.financial_condition,
        "sales_network": file.sales_network,
        "organisation": file.organisation,
        "note": customer.note,
    }
    return tuple((words.FIELD_NAMES[name], value) for name, value in values.items())


def _merges(actor: Actor, rows: Iterable[MergeRow]) -> tuple[MergeLine, ...]:
    shown = tuple(rows)
    known = names_of(actor=actor, customer_ids={pk for row in shown for pk in (row.customer_id, row.into_id)})
    hidden = _("another customer")
    return tuple(MergeLine(row, known.get(row.customer_id, hidden), known.get(row.into_id, hidden)) for row in shown)


def _twins(pairs: Iterable[Pair]) -> tuple[Twin, ...]:
    shown = tuple(pairs)
    known = customers_by_id(ids={pk for pair in shown for pk in (pair.first_id, pair.second_id)})
    return tuple(
        Twin(known[pair.first_id], known[pair.second_id], words.LIKENESS[pair.why.value], pair.score) for pair in shown
    )
