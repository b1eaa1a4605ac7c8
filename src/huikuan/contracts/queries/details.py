"""Reads of one contract: what it says, its plan, what happened, how it was amended, its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from huikuan.accounts.queries import business_calendar
from huikuan.contracts.access import contract_for
from huikuan.contracts.models import Amendment, Contract, ContractEvent, ContractVersion, MilestoneMove
from huikuan.contracts.queries.lists import ContractRow, MilestoneRow, milestones_of, row_of, with_figures
from huikuan.contracts.rules.differing import Change, differences
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.plan import deemed_accepted_on
from huikuan.contracts.rules.states import AmendmentState
from huikuan.contracts.rules.terms import Terms, Trigger
from huikuan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class MoveRow:
    """What an event did to a milestone, with the derivation of the due day."""

    milestone_id: int
    number: int
    title: str
    step: str
    due_on: date | None
    contract_due_on: date | None
    derivation: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with what it moved; `undone_reason` is empty while it stands."""

    id: int
    kind: str
    happened_on: date
    progress_permille: int
    is_deemed: bool
    signatory: str
    signatory_role: str
    note: str
    document_id: int | None
    actor_name: str
    undone_reason: str
    moves: tuple[MoveRow, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a contract and what it changed against the one before."""

    number: int
    reason: str
    made_at: datetime
    actor_name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A draft amendment with what it would change."""

    id: int
    reason: str
    drafted_at: datetime
    terms: Terms
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ContractDetails:
    """Everything about one contract; `deemed_on` is the day its goods count as accepted if nobody says anything."""

    row: ContractRow
    terms: Terms
    milestones: tuple[MilestoneRow, ...]
    events: tuple[EventRow, ...]
    versions: tuple[VersionRow, ...]
    amendment: AmendmentRow | None
    parts: tuple[ContractRow, ...]
    parent: ContractRow | None
    deemed_on: date | None


def contract_details(*, actor: Actor, contract_id: int) -> ContractDetails:
    """One contract with plan, events, versions and parts. Raises NotPermitted CONTRACT_NOT_VISIBLE."""
    contract_for(actor=actor, contract_id=contract_id)
    row = with_figures(rows=Contract.objects.all()).get(pk=contract_id)
    versions = list(ContractVersion.objects.filter(contract=row).select_related("act").order_by("number"))
    terms = terms_of(kept=versions[-1].terms)
    events = _events(contract_id)
    related = {
        one.pk: row_of(row=one)
        for one in with_figures(rows=Contract.objects.filter(Q(parent_id=row.pk) | Q(pk=row.parent_id))).order_by("pk")
    }
    return ContractDetails(
        row=row_of(row=row),
        terms=terms,
        milestones=milestones_of(contract_ids=[contract_id]).get(contract_id, ()),
        events=events,
        versions=_versions(versions),
        amendment=_draft(row, versions[-1].terms),
        parts=tuple(one for one in related.values() if one.parent_id == row.pk),
        parent=related.get(row.parent_id or 0),
        deemed_on=_deemed_on(events, terms),
    )


def _events(contract_id: int) -> tuple[EventRow, ...]:
    moves: dict[int, list[MoveRow]] = {}
    of_contract = MilestoneMove.objects.filter(event__contract_id=contract_id).select_related("milestone")
    for move in of_contract.order_by("milestone__number"):
        row = MoveRow(
            move.milestone_id,
            move.milestone.number,
            move.milestone.title,
            move.step,
            move.due_on,
            move.contract_due_on,
            tuple(move.derivation),
        )
        moves.setdefault(move.event_id, []).append(row)
    rows = ContractEvent.objects.filter(contract_id=contract_id).select_related("act", "undoing")
    return tuple(_event(row, tuple(moves.get(row.pk, ()))) for row in rows.order_by("happened_on", "pk"))


def _event(row: ContractEvent, moves: tuple[MoveRow, ...]) -> EventRow:
    undoing = getattr(row, "undoing", None)
    return EventRow(
        row.pk,
        row.kind,
        row.happened_on,
        row.progress_permille,
        row.is_deemed,
        row.signatory,
        row.signatory_role,
        row.note,
        row.document_id,
        row.act.actor_name,
        undoing.reason if undoing else "",
        moves,
    )


def _versions(rows: list[ContractVersion]) -> tuple[VersionRow, ...]:
    found, before = [], None
    for row in rows:
        changes = differences(before=before, after=row.terms) if before is not None else ()
        found.append(VersionRow(row.number, row.reason, row.made_at, row.act.actor_name, changes))
        before = row.terms
    return tuple(reversed(found))


def _draft(row: Contract, current: dict[str, Any]) -> AmendmentRow | None:
    draft = Amendment.objects.filter(contract=row, state=AmendmentState.DRAFT.value).first()
    if draft is None:
        return None
    changes = differences(before=current, after=draft.terms)
    return AmendmentRow(draft.pk, draft.reason, draft.drafted_at, terms_of(kept=draft.terms), changes)


def _deemed_on(events: tuple[EventRow, ...], terms: Terms) -> date | None:
    standing = [event for event in events if not event.undone_reason]
    if any(event.kind == Trigger.ACCEPTANCE.value for event in standing):
        return None
    delivered = [event.happened_on for event in standing if event.kind == Trigger.DELIVERY.value]
    if not delivered:
        return None
    days = terms.settlement.inspection_days
    return deemed_accepted_on(delivered_on=max(delivered), inspection_days=days, calendar=business_calendar())
