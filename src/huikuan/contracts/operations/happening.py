"""Inside an open act of the room that posts: signing, an event with what it fires, an event taken back.

Which receivables follow is `receivables.plan_firing`'s: it opens the act, calls here, and posts what this returns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import OpenAct
from huikuan.audit.rules import plain
from huikuan.contracts.models import Contract, ContractEvent, ContractVersion, EventUndoing, Milestone, MilestoneMove
from huikuan.contracts.operations.drafting import move_contract
from huikuan.contracts.operations.keeping import (
    current_terms,
    locked_contract,
    refuse_claimed_twice,
    refuse_faults,
    save_milestones,
)
from huikuan.contracts.rules.due_days import DueDay, anchor_days, due_day
from huikuan.contracts.rules.plan import Event, Standing, steps_of
from huikuan.contracts.rules.states import (
    UNDONE_BY,
    ContractState,
    ContractStep,
    MilestoneState,
    MilestoneStep,
    milestone_reached_by,
    milestone_sources_of,
)
from huikuan.contracts.rules.terms import Terms, Trigger
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Something that happened on a day, who signed it in which role, with a file; `numbers` narrows to milestones."""

    kind: Trigger
    happened_on: date
    progress_permille: int = 0
    is_deemed: bool = False
    signatory: str = ""
    signatory_role: str = ""
    note: str = ""
    file_name: str = ""
    file_content: bytes = b""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A milestone that an event moved: by which step, what amount (minor units), and when it is due if it fired."""

    milestone_id: int
    number: int
    title: str
    step: MilestoneStep
    amount_minor: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event in the books, its contract and what it moved."""

    event_id: int
    contract_id: int
    contract_number: str
    company_id: int
    customer_id: int
    currency: str
    happened_on: date
    moved: tuple[Moved, ...]


def sign(*, act: OpenAct, contract_id: int, signed_on: date, file: tuple[str, bytes] | None = None) -> None:
    """Make a draft a signed contract; its expected days run from now on. Raises Changed CONTRACT_STATE, Refused DATED_AHEAD."""
    row = locked_contract(contract_id=contract_id)
    _refuse_ahead(act, signed_on)
    if row.parent_id is not None and locked_contract(contract_id=row.parent_id).state != ContractState.SIGNED.value:
        raise Refused("WHOLE_NOT_SIGNED", number=row.number)
    terms = current_terms(contract=row)
    refuse_faults(terms=terms)
    move_contract(contract=row, step=ContractStep.SIGN, signed_on=signed_on)
    save_milestones(contract=row, terms=terms, signed_on=signed_on, today=signed_on)
    if file is not None:
        store(act=act, document=DocumentDraft(file[0], file[1], Purpose.CONTRACT, row.pk))


def record(*, act: OpenAct, contract_id: int, event: EventDraft) -> Happened:
    """Put an event on a signed contract and move the milestones that waited for it; what has fired already stays.

    Raises Changed CONTRACT_STATE, Refused EVENT_BEFORE_SIGNING, DATED_AHEAD, DUE_ANCHOR_UNKNOWN (a due rule runs from an
    event that is not recorded), ACCEPTED_BEFORE_DELIVERY, PROGRESS_SHARE, WHOLE_CLAIMED_TWICE (by a contract and its parts).
    """
    row = locked_contract(contract_id=contract_id)
    _refuse_event(act, row, event)
    terms = current_terms(contract=row)
    rows = {one.number: one for one in Milestone.objects.filter(contract=row).order_by("number")}
    plan = [
        Standing(term, rows[term.number].amount_minor, MilestoneState(rows[term.number].state))
        for term in terms.milestones
    ]
    what = Event(event.kind, event.happened_on, event.progress_permille, frozenset(event.numbers))
    steps = steps_of(event=what, plan=plan)
    dues = _dues(row, terms, event, [number for number, step in steps.items() if step is not MilestoneStep.HOLD])
    coming = [number for number, step in steps.items() if step is not MilestoneStep.RELEASE]
    if coming:
        refuse_claimed_twice(contract=row, coming_minor=sum(rows[number].amount_minor for number in coming))
    kept = _keep_event(act, row, event)
    return _happened(row, kept, [_move(kept, rows[number], step, dues.get(number)) for number, step in steps.items()])


def take_back(*, act: OpenAct, event_id: int, reason: str) -> Happened:
    """Take an event back: every milestone it moved goes back to where it was; the caller reverses what was posted.

    Raises Refused EVENT_UNKNOWN, EVENT_REASON, Changed EVENT_TAKEN_BACK, MOVED_SINCE (retention released since, …).
    """
    event = ContractEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise Refused("EVENT_UNKNOWN", event=event_id)
    if not reason.strip():
        raise Refused("EVENT_REASON")
    row = locked_contract(contract_id=event.contract_id)
    if row.state != ContractState.SIGNED.value:
        raise Changed("CONTRACT_STATE", number=row.number, state=row.state)
    if EventUndoing.objects.filter(event=event).exists():
        raise Changed("EVENT_TAKEN_BACK", number=row.number)
    EventUndoing.objects.create(event=event, reason=reason.strip()[:300], act_id=act.id)
    moves = MilestoneMove.objects.filter(event=event).select_related("milestone").order_by("milestone__number")
    return _happened(row, event, [_unmove(move) for move in moves])


def date_milestones_due(*, today: date, contract_id: int | None = None) -> tuple[tuple[int, int, date], ...]:
    """(contract, milestone number, day) of planned date milestones of signed contracts whose day has come; one query.

    One whose day was taken back waits until its contract was amended since, or somebody records its event himself.
    """
    amended = ContractVersion.objects.filter(contract=OuterRef("event__contract"), act_id__gt=OuterRef("act_id"))
    taken_back = EventUndoing.objects.filter(event__kind=Trigger.DATE.value, event__moves__milestone=OuterRef("pk"))
    rows = Milestone.objects.filter(
        ~Exists(taken_back.filter(~Exists(amended))),
        contract__state=ContractState.SIGNED.value,
        state=MilestoneState.PLANNED.value,
        trigger=Trigger.DATE.value,
        expected_on__lte=today,
    )
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    found = rows.order_by("contract_id", "number").values_list("contract_id", "number", "expected_on")
    return tuple((contract, number, day) for contract, number, day in found if day is not None)


def _refuse_event(act: OpenAct, row: Contract, event: EventDraft) -> None:
    if row.state != ContractState.SIGNED.value or row.signed_on is None:
        raise Changed("CONTRACT_STATE", number=row.number, state=row.state)
    if event.happened_on < row.signed_on:
        raise Refused("EVENT_BEFORE_SIGNING", date=event.happened_on.isoformat(), earliest=row.signed_on.isoformat())
    _refuse_ahead(act, event.happened_on)
    if (event.kind is Trigger.PROGRESS) != (1 <= event.progress_permille <= 1000):
        raise Refused("PROGRESS_SHARE", milestone=0, title=row.title)
    delivered = _known(row).get(Trigger.DELIVERY)
    if event.kind is Trigger.ACCEPTANCE and delivered is not None and event.happened_on < delivered:
        raise Refused("ACCEPTED_BEFORE_DELIVERY", date=event.happened_on.isoformat(), earliest=delivered.isoformat())


def _refuse_ahead(act: OpenAct, day: date) -> None:
    if day > act.latest_day:
        raise Refused("DATED_AHEAD", date=day.isoformat(), latest=act.latest_day.isoformat())


def _known(row: Contract) -> dict[Trigger, date]:
    """The latest day of every kind of event that stands."""
    rows = ContractEvent.objects.filter(contract=row, undoing__isnull=True).order_by("happened_on", "pk")
    return {Trigger(kind): day for kind, day in rows.values_list("kind", "happened_on")}


def _dues(row: Contract, terms: Terms, event: EventDraft, numbers: Collection[int]) -> dict[int, DueDay]:
    days = anchor_days(trigger=event.kind, day=event.happened_on, known=_known(row))
    signed_on, calendar, found = row.signed_on or event.happened_on, business_calendar(), {}
    for term in (term for term in terms.milestones if term.number in numbers):
        due = due_day(terms=terms, term=term, days=days, signed_on=signed_on, calendar=calendar)
        if due is None:
            raise Refused("DUE_ANCHOR_UNKNOWN", title=term.title, anchor=term.rule.anchor.value)
        found[term.number] = due
    return found


def _keep_event(act: OpenAct, row: Contract, event: EventDraft) -> ContractEvent:
    kept = asdict(event)
    for name in ("file_name", "file_content", "numbers"):
        kept.pop(name)
    document = None
    if event.file_content:
        document = store(act=act, document=DocumentDraft(event.file_name, event.file_content, Purpose.CONTRACT, row.pk))
    return ContractEvent.objects.create(
        contract=row, document_id=document, act_id=act.id, **kept | {"kind": event.kind.value}
    )


def _move(event: ContractEvent, row: Milestone, step: MilestoneStep, due: DueDay | None) -> Moved:
    _update(row, step, {"fired_on": event.happened_on, "due_on": due.due} if due else {})
    MilestoneMove.objects.create(
        event=event,
        milestone=row,
        step=step.value,
        due_on=due.due if due else None,
        contract_due_on=due.contract_due if due else None,
        derivation=plain(value=[asdict(one) for one in due.steps]) if due else [],
    )
    return Moved(row.pk, row.number, row.title, step, row.amount_minor, due.due if due else None)


def _unmove(move: MilestoneMove) -> Moved:
    row, step = move.milestone, MilestoneStep(move.step)
    _update(row, UNDONE_BY[step], {"fired_on": None, "due_on": None})
    return Moved(row.pk, row.number, row.title, step, row.amount_minor, None)


def _update(row: Milestone, step: MilestoneStep, fields: Mapping[str, date | None]) -> None:
    possible: Collection[str] = [state.value for state in milestone_sources_of(step=step)]
    after = milestone_reached_by(step=step).value
    if not Milestone.objects.filter(pk=row.pk, state__in=possible).update(state=after, **fields):
        raise Changed("MOVED_SINCE", milestone=row.number, title=row.title)


def _happened(row: Contract, event: ContractEvent, moved: Iterable[Moved]) -> Happened:
    return Happened(
        event_id=event.pk,
        contract_id=row.pk,
        contract_number=row.number,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        happened_on=event.happened_on,
        moved=tuple(moved),
    )
