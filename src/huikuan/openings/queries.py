"""Reads of applications as frozen rows; whether customers are opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from huikuan.customers.access import customers_for
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions
from huikuan.openings.access import opening_for, openings_for
from huikuan.openings.models import FieldCheck, Opening, RequirementVersion
from huikuan.openings.rules import (
    SHIPPED,
    Application,
    CustomerKind,
    DocumentCode,
    OpeningState,
    Requirements,
    Standing,
    missing_documents,
    standing,
    state_on,
)


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An application as lists show it; `state` is that of the day asked for."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    kind: CustomerKind
    state: OpeningState
    reason: str
    applicant_id: int | None
    applicant: str
    applied_at: datetime
    valid_from: date | None
    valid_through: date | None
    request_id: int | None


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One document of the list: its files, or why it is waived; neither where it is missing."""

    code: DocumentCode
    is_required: bool
    files: tuple[DocumentRow, ...]
    waived_because: str
    waived_by: str

    @property
    def is_missing(self) -> bool:
        """Whether the application waits for it."""
        return self.is_required and not self.files and not self.waived_because


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A field check."""

    checked_on: date
    place: str
    findings: str
    verdict: str
    checker: str
    photos: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the history."""

    event: str
    state: str
    note: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One application with everything that belongs to it."""

    row: OpeningRow
    salesperson_id: int | None
    checklist: tuple[ChecklistRow, ...]
    missing: tuple[DocumentCode, ...]
    check: CheckRow | None
    steps: tuple[StepRow, ...]


def requirements_now() -> Requirements:
    """The newest version of the requirements, what is shipped before the first edit; one query."""
    row = RequirementVersion.objects.order_by("-number").first()
    return SHIPPED if row is None else _requirements(row)


def standing_of(*, customer_ids: Iterable[int], on: date) -> dict[int, Standing]:
    """Whether each customer is opened on a day, for callers that filtered by access; three queries per 500."""
    requirements = requirements_now()
    wanted = sorted(set(customer_ids))
    if requirements.required_from is None or on < requirements.required_from:
        return dict.fromkeys(wanted, Standing.NOT_NEEDED)
    found: dict[int, Standing] = {}
    for some in portions(values=wanted):
        created = dict(customers_for(actor=SYSTEM).filter(pk__in=some).values_list("pk", "created_at"))
        known: dict[int, list[Application]] = {}
        for row in Opening.objects.filter(customer_id__in=some).order_by("-pk"):
            application = Application(OpeningState(row.state), row.valid_from, row.valid_through)
            known.setdefault(row.customer_id, []).append(application)
        for pk, moment in created.items():
            day = moment.astimezone(timezone.get_default_timezone()).date()
            found[pk] = standing(requirements=requirements, created_on=day, applications=known.get(pk, []), on=on)
    return found


def openings_page(
    *,
    actor: Actor,
    today: date,
    state: OpeningState | None = None,
    text: str = "",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[OpeningRow]:
    """One page of applications, the newest first, of one state or all; two queries."""
    rows = openings_for(actor=actor)
    if state is OpeningState.EXPIRED:
        rows = rows.filter(state=OpeningState.APPROVED.value, valid_through__lt=today)
    elif state is OpeningState.APPROVED:
        rows = rows.filter(state=state.value, valid_through__gte=today)
    elif state is not None:
        rows = rows.filter(state=state.value)
    if text.strip():
        rows = rows.filter(customer__name__icontains=text.strip()) | rows.filter(customer__code__iexact=text.strip())
    start, end = page_bounds(number=number, size=size)
    shown = tuple(_row(row, today) for row in rows.select_related("customer").order_by("-pk")[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), {})


def openings_of_customer(*, actor: Actor, customer_id: int, today: date) -> tuple[OpeningRow, ...]:
    """The applications for one customer, the newest first; one query."""
    rows = openings_for(actor=actor).filter(customer_id=customer_id).select_related("customer").order_by("-pk")
    return tuple(_row(row, today) for row in rows)


def opening_view(*, actor: Actor, opening_id: int, today: date) -> OpeningView:
    """One application with its checklist, field check and history. Raises NotPermitted OPENING_NOT_VISIBLE."""
    row = opening_for(actor=actor, opening_id=opening_id)
    files = {one.id: one for one in documents_of(purpose=Purpose.OPENING, owner_ids=[row.pk])}
    listed = _checklist(row, files)
    check = FieldCheck.objects.filter(opening=row).first()
    photos = row.documents.filter(is_of_check=True).order_by("pk").values_list("document_id", flat=True)
    return OpeningView(
        row=_row(row, today),
        salesperson_id=row.customer.salesperson_id,
        checklist=listed,
        missing=tuple(one.code for one in listed if one.is_missing),
        check=None if check is None else _check(check, tuple(files[pk] for pk in photos if pk in files)),
        steps=tuple(
            StepRow(step.event, step.state, step.note, step.who_name, step.at) for step in row.steps.order_by("pk")
        ),
    )


def missing_of(*, opening: Opening) -> tuple[DocumentCode, ...]:
    """The documents an application still waits for; one query."""
    rows = list(opening.documents.filter(is_of_check=False).values_list("code", "document_id"))
    return missing_documents(
        required=[DocumentCode(code) for code in opening.required],
        supplied=[DocumentCode(code) for code, document_id in rows if document_id is not None],
        waived=[DocumentCode(code) for code, document_id in rows if document_id is None],
    )


def _checklist(row: Opening, files: dict[int, DocumentRow]) -> tuple[ChecklistRow, ...]:
    kept = list(row.documents.filter(is_of_check=False).order_by("pk"))
    codes = list(dict.fromkeys([*row.required, *(one.code for one in kept)]))
    listed = []
    for code in codes:
        own = [one for one in kept if one.code == code]
        waiver = next((one for one in reversed(own) if one.document_id is None), None)
        supplied = tuple(files[one.document_id] for one in own if one.document_id in files)
        waived = waiver if waiver is not None and not supplied else None
        because, by = (waived.waived_because, waived.who_name) if waived else ("", "")
        listed.append(ChecklistRow(DocumentCode(code), code in row.required, supplied, because, by))
    return tuple(listed)


def _check(row: FieldCheck, photos: tuple[DocumentRow, ...]) -> CheckRow:
    return CheckRow(row.checked_on, row.place, row.findings, row.verdict, row.checker_name, photos)


def _row(row: Opening, today: date) -> OpeningRow:
    return OpeningRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_code=row.customer.code,
        customer_name=row.customer.name,
        kind=CustomerKind(row.kind),
        state=state_on(state=OpeningState(row.state), valid_through=row.valid_through, on=today),
        reason=row.reason,
        applicant_id=row.applicant_id,
        applicant=row.applicant_name,
        applied_at=row.applied_at,
        valid_from=row.valid_from,
        valid_through=row.valid_through,
        request_id=row.request_id,
    )


def _requirements(row: RequirementVersion) -> Requirements:
    return Requirements(
        number=row.number,
        required_from=row.required_from,
        valid_months=row.valid_months,
        documents={
            CustomerKind(kind): tuple(DocumentCode(code) for code in codes) for kind, codes in row.documents.items()
        },
        source=row.source,
    )
