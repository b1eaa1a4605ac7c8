"""Acts that rest on a signed paper: set-off of two or three parties, and IOUs about items of a sale."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Sum

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.bills.models import Iou, IouItem, SetOff
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.cautions import rate_cautions
from huikuan.bills.rules.other_forms import NoteKind, SetOffKind, set_off_fault
from huikuan.customers.access import customer_for
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused
from huikuan.receipts.operations.money import ReceiptDraft, book_money
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.items import receivable_rows


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed paper as a file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SetOffDraft:
    """What goes against each other, on what ground."""

    customer_id: int
    kind: SetOffKind
    amount_minor: int
    currency: str
    on: date
    signed_on: date
    parties: str
    our_debt: str
    is_due: bool = False
    is_same_kind: bool = False
    is_excluded: bool = False
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class IouDraft:
    """A note of debt about items of a customer, with its own due date; minor units, `rate_ppm` a year."""

    customer_id: int
    kind: NoteKind
    amount_minor: int
    currency: str
    signed_on: date
    due_on: date
    signed_by: str
    receivable_ids: tuple[int, ...] = ()
    rate_ppm: int = 0
    note: str = ""


def set_off(
    *, actor: Actor, now: datetime, key: str, company_id: int, draft: SetOffDraft, paper: Paper
) -> dict[str, Json]:
    """Let what we owe pay what a customer owes (抵账): a receipt of no cash, to be allocated. `{"set_off_id", "receipt_id"}`.

    A mere notice needs their debt due, in our books too, both of one kind, nothing that excludes it and no condition (民法典 568);
    agreements say what they want (569). Raises NotPermitted, Refused SET_OFF_NOT_DUE, SET_OFF_OTHER_KIND, SET_OFF_EXCLUDED,
    SET_OFF_CONDITIONAL, SET_OFF_NAMES, PAPER_MISSING, AMOUNT_OUT_OF_BOUNDS, DATED_AHEAD.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.POST_RECEIPT)
    refuse_other_company(actor=actor, company_id=company_id)
    _refuse_unfit(draft, company_id)
    intent = Intent("set_off", actor, now, key, company_id, _said(asdict(draft), paper))

    def work(act: OpenAct) -> dict[str, Json]:
        for day in (draft.on, draft.signed_on):
            _refuse_ahead(act, day)
        (receipt,) = book_money(act=act, company_id=company_id, drafts=[_set_off_money(draft)])
        document_id = store(act=act, document=DocumentDraft(paper.name, paper.content, Purpose.SET_OFF, receipt.pk))
        row = SetOff.objects.create(
            receipt_id=receipt.pk,
            kind=draft.kind.value,
            parties=draft.parties.strip()[:400],
            our_debt=draft.our_debt.strip()[:300],
            signed_on=draft.signed_on,
            document_id=document_id,
            act_id=act.id,
        )
        return {"set_off_id": row.pk, "receipt_id": receipt.pk}

    return perform(intent=intent, work=work)


def record_iou(
    *, actor: Actor, now: datetime, key: str, company_id: int, draft: IouDraft, paper: Paper
) -> dict[str, Json]:
    """Keep an IOU with its due date and the items it is about; nothing is posted: it is evidence. `{"iou_id", "cautions"}`.

    A note of debt keeps the limitation of the sale, one of a loan makes a loan of it (four times the LPR at most).
    Raises NotPermitted, Refused IOU_DAYS, IOU_SIGNER, IOU_ITEMS, PAPER_MISSING, AMOUNT_OUT_OF_BOUNDS.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=company_id)
    if not 1 <= draft.amount_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=draft.amount_minor)
    if draft.due_on < draft.signed_on:
        raise Refused("IOU_DAYS")
    if not draft.signed_by.strip():
        raise Refused("IOU_SIGNER")
    wanted = sorted(set(draft.receivable_ids))
    items = receivable_rows(actor=actor, ids=wanted, as_of=draft.signed_on) if wanted else ()
    whose = {(item.customer_id, item.company_id, item.currency) for item in items}
    if len(items) != len(wanted) or whose - {(draft.customer_id, company_id, draft.currency)}:
        raise Refused("IOU_ITEMS")
    intent = Intent("record_iou", actor, now, key, company_id, _said(asdict(draft), paper))

    def work(act: OpenAct) -> dict[str, Json]:
        _refuse_ahead(act, draft.signed_on)
        is_loan = draft.kind is NoteKind.LOAN
        on, policy = draft.signed_on, policy_in_force()
        found = rate_cautions(rate_ppm=draft.rate_ppm, on=on, policy=policy, is_loan=True) if is_loan else ()
        cautions: list[Json] = [one.plain() for one in found]
        return {"iou_id": _keep(act, company_id, draft, paper, wanted), "cautions": cautions}

    return perform(intent=intent, work=work)


def _keep(act: OpenAct, company_id: int, draft: IouDraft, paper: Paper, wanted: list[int]) -> int:
    document_id = store(act=act, document=DocumentDraft(paper.name, paper.content, Purpose.EVIDENCE, draft.customer_id))
    row = Iou.objects.create(
        company_id=company_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        amount_minor=draft.amount_minor,
        currency=draft.currency,
        signed_on=draft.signed_on,
        due_on=draft.due_on,
        signed_by=draft.signed_by.strip()[:100],
        rate_ppm=draft.rate_ppm,
        note=draft.note.strip()[:500],
        document_id=document_id,
        act_id=act.id,
    )
    IouItem.objects.bulk_create([IouItem(iou=row, receivable_id=pk) for pk in wanted])
    return int(row.pk)


def _said(draft: dict[str, Json], paper: Paper) -> dict[str, Json]:
    if not paper.content:
        raise Refused("PAPER_MISSING")
    said: dict[str, Json] = plain(value=draft)
    return {**said, "sha256": sha256(paper.content).hexdigest()}


def _refuse_ahead(act: OpenAct, day: date) -> None:
    if day > act.latest_day:
        raise Refused("DATED_AHEAD", date=day.isoformat(), latest=act.latest_day.isoformat())


def _refuse_unfit(draft: SetOffDraft, company_id: int) -> None:
    if not 1 <= draft.amount_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=draft.amount_minor)
    is_notice = draft.kind is SetOffKind.NOTICE
    fault = set_off_fault(
        kind=draft.kind,
        is_due=draft.is_due and not (is_notice and _due_minor(draft, company_id) < draft.amount_minor),
        is_same_kind=draft.is_same_kind,
        is_excluded=draft.is_excluded,
        is_conditional=draft.is_conditional,
    )
    if fault is not None:
        raise Refused(fault)
    if not draft.parties.strip() or not draft.our_debt.strip():
        raise Refused("SET_OFF_NAMES")


def _due_minor(draft: SetOffDraft, company_id: int) -> int:
    """What the customer owes and is due on the day of the set-off, by our books, minor units."""
    rows = receivables_for(actor=SYSTEM).filter(
        customer_id=draft.customer_id, company_id=company_id, currency=draft.currency, due_date__lte=draft.on
    )
    return int(rows.aggregate(total=Sum("outstanding_minor"))["total"] or 0)


def _set_off_money(draft: SetOffDraft) -> ReceiptDraft:
    return ReceiptDraft(
        received_on=draft.on,
        currency=draft.currency,
        amount_minor=draft.amount_minor,
        method=ReceiptMethod.SET_OFF,
        customer_id=draft.customer_id,
        payer_name=draft.parties.strip()[:200],
        reference=draft.our_debt.strip()[:500],
    )
