"""Acts: a case is opened for items of a customer; its authority, number and lawyer are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.cases.access import case_for
from huikuan.cases.deadlines import reference_of
from huikuan.cases.interest import interest_of_claim
from huikuan.cases.models import Case, CaseItem, CaseStep
from huikuan.cases.operations.stopping import stop_reminders
from huikuan.cases.rules import ENDED, Claim, Event, Kind, State, claim_fault
from huikuan.clocks.operations.ending import hand_over_deadlines_of, refuse_blind
from huikuan.customers.access import customer_for, locked_customer
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.access import receivables_for


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A claim: how much of which item (receivable → minor units), which way, and the interest claimed with it.

    Without a figure it is what the items owe of interest through the day of opening.
    """

    customer_id: int
    kind: Kind
    claimed: Mapping[int, int]
    interest_minor: int | None = None
    authority: str = ""
    lawyer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseParties:
    """Before whom, under which number, by whom; `handler_id` of us looks after its days from now on, None leaves it."""

    authority: str
    number: str
    lawyer: str
    handler_id: int | None = None


def open_case(*, actor: Actor, now: datetime, today: date, key: str, draft: CaseDraft) -> dict[str, Json]:
    """Open a case file; its items are not reminded of automatically while it runs; `{"case_id"}`.

    An item that was written off may be claimed still (账销案存). Raises NotPermitted, Refused CASE_ITEMS,
    CASE_CLAIM_TOO_MUCH, CASE_ITEM_TAKEN, CASE_INTEREST.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.HANDLE_CASE)
    if draft.interest_minor is not None and draft.interest_minor < 0:
        raise Refused("CASE_INTEREST")
    claims = _claims(actor, draft)
    if fault := claim_fault(claims=claims, wanted=draft.claimed):
        raise Refused(fault)
    detail: dict[str, Json] = {
        "customer_id": draft.customer_id,
        "kind": draft.kind.value,
        "claimed": {str(pk): minor for pk, minor in sorted(draft.claimed.items())},
        "interest_minor": draft.interest_minor,
        "note": draft.note.strip(),
    }
    intent = Intent("open_case", actor, now, key, claims[0].company_id, detail)
    return perform(intent=intent, work=lambda act: {"case_id": opened(act=act, today=today, draft=draft)})


def name_parties(*, actor: Actor, now: datetime, key: str, case_id: int, parties: CaseParties) -> dict[str, Json]:
    """Write down court or authority, case number, lawyer, and who handles it; `{"case_id"}`.

    Raises NotPermitted, Refused DEADLINE_PERSON, Changed CASE_CHANGED.
    """
    row = case_for(actor=actor, case_id=case_id, need=Verb.HANDLE_CASE)
    values: dict[str, str | int] = {
        "authority": parties.authority.strip()[:200],
        "number": parties.number.strip()[:100],
        "lawyer": parties.lawyer.strip()[:100],
    }
    handler_id = parties.handler_id
    if handler_id is not None:
        refuse_blind(person_id=handler_id, customer_id=row.customer_id, company_id=row.company_id)
        values["handler_id"] = handler_id
    detail: dict[str, Json] = {"case_id": case_id, **values}

    def work(act: OpenAct) -> dict[str, Json]:
        if handler_id is not None:
            hand_over_deadlines_of(reference=reference_of(case_id=case_id), person_id=handler_id)
        if not Case.objects.filter(pk=case_id).exclude(state__in=[state.value for state in ENDED]).update(**values):
            raise Changed("CASE_CHANGED", case=case_id)
        return {"case_id": case_id}

    return perform(intent=Intent("name_case_parties", actor, now, key, row.company_id, detail), work=work)


def opened(*, act: OpenAct, today: date, draft: CaseDraft) -> int:
    """Open a case file inside an open act of whoever may; its id. Raises Refused as `open_case` does."""
    locked_customer(customer_id=draft.customer_id)
    claims = _claims(act.actor, draft)
    if fault := claim_fault(claims=claims, wanted=draft.claimed):
        raise Refused(fault)
    taken = CaseItem.objects.filter(receivable__in=list(draft.claimed), is_running=True).values_list("case_id")
    if taken.exists():
        raise Refused("CASE_ITEM_TAKEN")
    row = _written(act, today, draft, claims[0])
    CaseItem.objects.bulk_create(
        CaseItem(case=row, receivable_id=pk, claimed_minor=minor) for pk, minor in sorted(draft.claimed.items())
    )
    stop_reminders(act=act, today=today, row=row)
    return row.pk


def _claims(actor: Actor, draft: CaseDraft) -> tuple[Claim, ...]:
    rows = receivables_for(actor=actor).filter(pk__in=list(draft.claimed), customer_id=draft.customer_id)
    columns = ("pk", "customer_id", "company_id", "currency", "outstanding_minor", "written_off_minor")
    return tuple(Claim(*row) for row in rows.order_by("pk").values_list(*columns))


def _written(act: OpenAct, today: date, draft: CaseDraft, claim: Claim) -> Case:
    """The case with its first step."""
    interest = draft.interest_minor
    if interest is None:
        interest = interest_of_claim(receivable_ids=list(draft.claimed), until=today)
    row = Case.objects.create(
        company_id=claim.company_id,
        customer_id=draft.customer_id,
        currency=claim.currency,
        kind=draft.kind.value,
        state=State.PREPARING.value,
        authority=draft.authority.strip()[:200],
        lawyer=draft.lawyer.strip()[:100],
        principal_minor=sum(draft.claimed.values()),
        interest_minor=interest,
        opened_on=today,
        last_on=today,
        handler_id=act.actor.user_id,
        opened_by=act.actor.name,
        act_id=act.id,
    )
    CaseStep.objects.create(
        case=row,
        event=Event.OPEN.value,
        state=State.PREPARING.value,
        on=today,
        note=draft.note.strip()[:2_000],
        at=act.now,
        who_name=act.actor.name,
        act_id=act.id,
    )
    return row
