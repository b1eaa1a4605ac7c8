"""The act by which goods on consignment become a claim: the consignee reports what he sold (RULES_CN §5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import F

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.deliveries.access import note_for
from huikuan.deliveries.models import NoteLine, SaleLine, SaleReport
from huikuan.deliveries.operations.following import follow_order
from huikuan.deliveries.operations.orders import refuse_first
from huikuan.deliveries.operations.papers import kept_file, locked_note, refuse_ahead, said
from huikuan.deliveries.operations.summing import sum_note
from huikuan.deliveries.rules.drafts import Fault, SaleReportDraft, faults_of_signature
from huikuan.deliveries.rules.states import PaperState
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused


def report_sales(*, actor: Actor, now: datetime, today: date, key: str, draft: SaleReportDraft) -> dict[str, Json]:
    """Take down what was sold of a consigned delivery; it may be billed from now on. `{"report_id", "check"}`.

    Needs EDIT_CONTRACT. Raises NotPermitted, Refused NOT_CONSIGNED, SOLD_ABOVE_DELIVERY, SOLD_NOTHING, SALE_REPORT_EXISTS,
    DELIVERY_SIGNATORY, DELIVERY_SIGNED_BEFORE, DELIVERY_NUMBER, DATED_AHEAD.
    """
    note = note_for(actor=actor, note_id=draft.note_id, need=Verb.EDIT_CONTRACT)
    refuse_first(faults=faults_of_signature(signature=draft.signature, not_before=note.delivered_on))
    refuse_first(faults=_faults(draft))
    intent = Intent("report_sales", actor, now, key, note.company_id, said(draft=draft))
    try:
        return perform(intent=intent, work=lambda act: _report(act, today, draft))
    except IntegrityError as error:
        known = SaleReport.objects.filter(company_id=note.company_id, number=draft.number.strip())
        if known.filter(state=PaperState.STANDS.value).exists():
            raise Refused("SALE_REPORT_EXISTS", number=draft.number) from error
        raise


def _report(act: OpenAct, today: date, draft: SaleReportDraft) -> Mapping[str, Json]:
    note, signature = locked_note(note_id=draft.note_id), draft.signature
    if not note.is_consignment:
        raise Refused("NOT_CONSIGNED", number=note.number)
    refuse_ahead(act=act, day=signature.signed_on)
    report = SaleReport.objects.create(
        company_id=note.company_id,
        customer_id=note.customer_id,
        note=note,
        number=draft.number.strip(),
        signed_on=signature.signed_on,
        signatory=signature.signatory.strip(),
        signatory_role=signature.signatory_role.strip(),
        document_id=kept_file(act=act, signature=signature, note_id=note.pk),
        remark=draft.remark[:300],
        act_id=act.id,
    )
    for line in draft.lines:
        room = NoteLine.objects.filter(
            pk=line.line_id,
            note=note,
            quantity_micros__gte=F("sold_micros") + F("rejected_micros") + line.sold_micros,
        )
        if not room.update(sold_micros=F("sold_micros") + line.sold_micros):
            raise Refused("SOLD_ABOVE_DELIVERY", number=note.number)
    SaleLine.objects.bulk_create(
        SaleLine(report=report, line_id=line.line_id, sold_micros=line.sold_micros) for line in draft.lines
    )
    sum_note(note_id=note.pk)
    return {"report_id": report.pk, "check": follow_order(act=act, today=today, order_id=note.order_id)}


def _faults(draft: SaleReportDraft) -> list[Fault]:
    if not draft.number.strip():
        return [Fault("DELIVERY_NUMBER")]
    if not draft.lines or any(line.sold_micros < 1 for line in draft.lines):
        return [Fault("SOLD_NOTHING")]
    return []
