"""What the ending of a dispute rests on: credit notes that ended no other, a corrected invoice, a paper; found, and kept with it."""

from __future__ import annotations

from django.db.models import Sum

from huikuan.audit.operations import OpenAct
from huikuan.disputes.ending_rules import CreditNote, Proof, ending_fault, shares_of
from huikuan.disputes.models import Dispute, DisputeItem, DisputeProof
from huikuan.disputes.rules import Decision, Ending
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.queries import document_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.refusal import Refused
from huikuan.receivables.parts import locked_receivables
from huikuan.receivables.queries.documents import credit_notes_of, documents_numbered, receivable_ids_of


def proof_of(*, row: Dispute, decision: Decision) -> Proof:
    """What is at hand for an ending of this dispute now. Raises Refused DISPUTE_CORRECTED_UNKNOWN, DISPUTE_PAPER_UNKNOWN."""
    return Proof(
        shares=_shares(row) if decision.ending is Ending.CREDIT_NOTE else (),
        corrected_id=_corrected(row, decision),
        paper_name=_paper(row, decision),
    )


def locked_proof_of(*, row: Dispute, decision: Decision) -> Proof:
    """As `proof_of`, with the invoices in dispute locked: two disputes never end by the same fen of a credit note."""
    if decision.ending is Ending.CREDIT_NOTE:
        locked_receivables(ids=[pk for invoice in _disputed(row) for pk in receivable_ids_of(invoice_id=invoice)])
    return proof_of(row=row, decision=decision)


def refuse_unproven(*, row: Dispute, decision: Decision, proof: Proof) -> None:
    """Raise Refused where something is missing to end it so: as `ending_fault`, with the figures."""
    fault = ending_fault(decision=decision, disputed_minor=row.amount_minor, proof=proof)
    if not fault:
        return
    figures: dict[str, str | int] = {
        "wanted": row.amount_minor,
        "found": proof.credited_minor,
        "over": row.amount_minor - proof.credited_minor,
        "currency": row.currency,
    }
    raise Refused(fault, **(figures if fault == "DISPUTE_CREDITED_LESS" else {}))


def keep_proof(*, act: OpenAct, row: Dispute, decision: Decision, proof: Proof) -> None:
    """Keep what the decision rests on inside an open act, with the paper that came with it."""
    named = {"dispute_id": row.pk, "act_id": act.id}
    rows = [DisputeProof(invoice_id=pk, amount_minor=minor, **named) for pk, minor in proof.shares]
    if proof.corrected_id is not None:
        rows.append(DisputeProof(invoice_id=proof.corrected_id, amount_minor=0, **named))
    if proof.paper_name:
        rows.append(DisputeProof(document_id=decision.paper_id, name=proof.paper_name[:200], amount_minor=0, **named))
    if decision.paper:
        name, content = decision.paper
        kept = store(act=act, document=DocumentDraft(name, content, Purpose.DISPUTE, row.pk))
        rows.append(DisputeProof(document_id=kept, name=name[:200], amount_minor=0, **named))
    DisputeProof.objects.bulk_create(rows)


def _shares(row: Dispute) -> tuple[tuple[int, int], ...]:
    disputed = _disputed(row)
    notes = [one for one in credit_notes_of(document_ids=disputed) if one.issue_date >= row.opened_on]
    others = DisputeProof.objects.filter(invoice_id__in=[one.id for one in notes]).exclude(dispute_id=row.pk)
    used = dict(others.values_list("invoice_id").annotate(total=Sum("amount_minor")).order_by())
    free = [CreditNote(one.id, one.document_id, one.amount_minor - used.get(one.id, 0)) for one in notes]
    return shares_of(disputed=disputed, notes=free)


def _disputed(row: Dispute) -> dict[int, int]:
    items = DisputeItem.objects.filter(dispute_id=row.pk).order_by("receivable__invoice_id")
    return dict(items.values_list("receivable__invoice_id").annotate(total=Sum("amount_minor")))


def _corrected(row: Dispute, decision: Decision) -> int | None:
    number = decision.corrected_invoice.strip()
    if decision.ending is not Ending.CORRECTION or not number:
        return None
    disputed = _disputed(row)
    for one in documents_numbered(company_id=row.company_id, number=number):
        is_new = one.issue_date >= row.opened_on and one.id not in disputed
        if is_new and one.customer_id == row.customer_id:
            return one.id
    raise Refused("DISPUTE_CORRECTED_UNKNOWN", number=number)


def _paper(row: Dispute, decision: Decision) -> str:
    if decision.paper_id is None:
        return ""
    kept = document_of(document_id=decision.paper_id, purpose=Purpose.DISPUTE, owner_id=row.pk)
    if kept is None:
        raise Refused("DISPUTE_PAPER_UNKNOWN")
    return kept.name
