"""A list of customers: what it would do to the books as they stand, and doing it inside an open act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huikuan.audit.operations import Json, OpenAct
from huikuan.customers.list_changes import change_each, put_under
from huikuan.customers.list_contents import customers_with_codes, group_codes
from huikuan.customers.operations import ContactDraft, CustomerDraft, add_customers
from huikuan.customers.rules import CustomerClass
from huikuan.imports.customer_lists.books import COLUMNS, known_customers, sellers_named
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.customer_lists.judging import Judged, SourceNames, judge, judge_groups
from huikuan.imports.customer_lists.rows import PartyRow
from huikuan.imports.first_limits import enter_limits
from huikuan.imports.tables import SourceTable
from huikuan.receivables.invoice_fields import RowWarning


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """The rows by what becomes of them, the ids of the salespersons they name, and what was settled by rule."""

    judged: Judged
    sellers: Mapping[str, int]
    warnings: Mapping[str, int]


def plan_customers(
    *, table: SourceTable, columns: Mapping[PartyField, int], rows: Sequence[PartyRow], may_change: bool
) -> CustomerPlan:
    """Judge the rows against each other and the books; a constant number of queries for 5,000 rows."""
    names = SourceNames(table.file_name, {field: table.header[place] for field, place in columns.items()})
    sellers = sellers_named(rows=rows)
    nobody = sum(bool(name := _seller(row)) and name not in sellers for row in rows)
    rows = [row if _seller(row) in sellers else row.without(field=PartyField.SALESPERSON) for row in rows]
    judged = judge(
        rows=[(row, row.text(field=PartyField.NUMBER)) for row in rows],
        known=known_customers(rows=rows, sellers=sellers),
        names=names,
        may_change=may_change,
        named_by=PartyField.NUMBER,
    )
    if PartyField.GROUP in columns:
        groups = {_group(row) for row in judged.accepted} - {""}
        judge_groups(judged=judged, names=names, in_books=set(customers_with_codes(codes=groups)), above=group_codes())
    return CustomerPlan(judged, sellers, {RowWarning.SALESPERSON_UNKNOWN.value: nobody} if nobody else {})


def write_customers(*, act: OpenAct, plan: CustomerPlan, currency: str, company_id: int) -> None:
    """Take in the new customers with their people and limits, change the known ones, and put each under his group."""
    new = plan.judged.new
    ids = add_customers(act=act, drafts=[_draft(row, plan.sellers) for row in new])
    stated = {pk: row.values.get(PartyField.LIMIT) for row, pk in zip(new, ids, strict=True)}
    limits = {pk: minor for pk, minor in stated.items() if isinstance(minor, int)}
    enter_limits(act=act, limits=limits, currency=currency)
    by_code = {row.text(field=PartyField.NUMBER): pk for row, pk in zip(new, ids, strict=True)}
    above = {_group(row) for row in new} | {_group(change.row) for change in plan.judged.changes}
    by_code |= {code: one.id for code, one in customers_with_codes(codes=above - {""} - set(by_code)).items()}
    parents = {pk: by_code[group] for row, pk in zip(new, ids, strict=True) if (group := _group(row))}
    put_under(act=act, parents=parents)
    changes = {change.id: _changed(change.row, change.fields, plan.sellers, by_code) for change in plan.judged.changes}
    change_each(act=act, changes=changes, reason="")


def _group(row: PartyRow) -> str:
    return row.text(field=PartyField.GROUP)


def _seller(row: PartyRow) -> str:
    return row.text(field=PartyField.SALESPERSON)


def _draft(row: PartyRow, sellers: Mapping[str, int]) -> CustomerDraft:
    said = {name: value for field, name in COLUMNS.items() if (value := row.values.get(field)) not in (None, "")}
    said.setdefault("customer_class", CustomerClass.STANDARD.value)
    return CustomerDraft(
        **said,  # type: ignore[arg-type]
        salesperson_id=sellers.get(_seller(row)),
        contacts=_contacts(row),
    )


def _contacts(row: PartyRow) -> tuple[ContactDraft, ...]:
    person = row.text(field=PartyField.PERSON)
    phone = row.text(field=PartyField.PHONE) or row.text(field=PartyField.MOBILE)
    email = row.text(field=PartyField.EMAIL)
    if not (person or phone or email):
        return ()
    name = person or row.text(field=PartyField.NAME)[:100]
    return (ContactDraft(name, phone=phone, email=email, gets_reminders=bool(email)),)


def _changed(
    row: PartyRow, fields: Sequence[PartyField], sellers: Mapping[str, int], by_code: Mapping[str, int]
) -> dict[str, Json]:
    values: dict[str, Json] = {COLUMNS[field]: row.values[field] for field in fields if field in COLUMNS}
    if PartyField.SALESPERSON in fields and (seller := sellers.get(_seller(row))):
        values["salesperson_id"] = seller
    if PartyField.GROUP in fields:
        values["parent_id"] = by_code[_group(row)]
    return values
