"""A list of customers' people: what it would do to the books as they stand, and doing it inside an open act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huikuan.audit.operations import OpenAct
from huikuan.customers.list_people import PersonDraft, add_people, change_people
from huikuan.customers.rules import normal_name
from huikuan.imports.customer_lists.books import known_people, named_parties
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.customer_lists.judging import Judged, SourceNames, customer_of, judge
from huikuan.imports.customer_lists.rows import PartyRow
from huikuan.imports.rules import Rejection, RejectionCode
from huikuan.imports.tables import SourceTable

COLUMNS: Mapping[PartyField, str] = {
    PartyField.PERSON: "name",
    PartyField.ROLES: "roles",
    PartyField.POSITION: "position",
    PartyField.PHONE: "phone",
    PartyField.MOBILE: "mobile",
    PartyField.EMAIL: "email",
    PartyField.WECHAT: "wechat",
    PartyField.LANGUAGE: "language",
    PartyField.REMINDERS: "gets_reminders",
    PartyField.BASIS: "legal_basis",
}
"""The field of a person that a column of the list fills."""


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """The rows by what becomes of them, and the customer of each line."""

    judged: Judged
    customers: Mapping[int, int]
    warnings: Mapping[str, int] = field(default_factory=dict)


def plan_people(
    *, table: SourceTable, columns: Mapping[PartyField, int], rows: Sequence[PartyRow], may_change: bool
) -> PeoplePlan:
    """Judge the rows against each other and the books; a constant number of queries for 5,000 rows.

    A person is known by his customer and name.
    """
    names = SourceNames(table.file_name, {field: table.header[place] for field, place in columns.items()})
    parties = named_parties(rows=rows)
    customers: dict[int, int] = {}
    refused: list[Rejection] = []
    for row in rows:
        found = customer_of(row=row, parties=parties)
        if isinstance(found, RejectionCode):
            refused.append(names.refusal(row=row, name=_said(row), code=found))
        else:
            customers[row.line] = found
    known = known_people(customer_ids=customers.values())
    named = [(row, _identity(row, customers[row.line])) for row in rows if row.line in customers]
    judged = judge(rows=named, known=known, names=names, may_change=may_change, named_by=PartyField.PERSON)
    judged.rejected = sorted([*judged.rejected, *refused], key=lambda one: one.line)
    return PeoplePlan(judged, customers)


def write_people(*, act: OpenAct, plan: PeoplePlan) -> None:
    """Take in the new people and change the known ones."""
    add_people(act=act, drafts=[_draft(row, plan.customers[row.line]) for row in plan.judged.new])
    changes = {
        change.id: {COLUMNS[field]: change.row.values[field] for field in change.fields if field in COLUMNS}
        for change in plan.judged.changes
    }
    change_people(act=act, changes=changes, reason="")


def _identity(row: PartyRow, customer_id: int) -> tuple[int, str]:
    return customer_id, normal_name(name=row.text(field=PartyField.PERSON))


def _said(row: PartyRow) -> PartyField:
    named = (PartyField.NUMBER, PartyField.TAX_CODE, PartyField.NAME)
    return next((field for field in named if row.text(field=field)), PartyField.NUMBER)


def _draft(row: PartyRow, customer_id: int) -> PersonDraft:
    said = {name: value for field, name in COLUMNS.items() if (value := row.values.get(field)) not in (None, "")}
    return PersonDraft(customer_id=customer_id, **said)  # type: ignore[arg-type]
