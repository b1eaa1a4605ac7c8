"""Reports of third parties on customers: credit agencies, registers, auditors; kept with the day they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.customers.fields import note_change
from huikuan.customers.models import CustomerReport
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.queries import DocumentRow, documents_of, open_document
from huikuan.documents.rules import Purpose, safe_name
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report as it is handed in: who made it, of which day, its bytes."""

    file_name: str
    content: bytes
    issuer: str
    reported_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report on a customer with its document."""

    id: int
    customer_id: int
    issuer: str
    reported_on: date
    note: str
    who_name: str
    at: datetime
    document: DocumentRow


def attach_report(*, actor: Actor, now: datetime, key: str, customer_id: int, report: ReportDraft) -> dict[str, Json]:
    """Keep a third party's report on a customer; `{"report_id", "document_id"}`.

    Raises NotPermitted, Refused REPORT_ISSUER_MISSING, REPORT_EMPTY, REPORT_AHEAD, REPORT_KNOWN, DOCUMENT_TOO_LARGE.
    """
    customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    issuer = _issuer_of(report)
    document = DocumentDraft(report.file_name, report.content, Purpose.REPORT, customer_id)
    name = safe_name(name=report.file_name)
    detail = {
        "customer_id": customer_id,
        "issuer": issuer,
        "reported_on": report.reported_on.isoformat(),
        "name": name,
        "note": report.note[:300],
        "bytes": len(report.content),
    }

    def work(act: OpenAct) -> dict[str, Json]:
        if report.reported_on > act.latest_day:
            raise Refused("REPORT_AHEAD")
        document_id = store(act=act, document=document)
        if CustomerReport.objects.filter(customer_id=customer_id, document_id=document_id).exists():
            raise Refused("REPORT_KNOWN", name=name)
        row = CustomerReport.objects.create(
            customer_id=customer_id,
            document_id=document_id,
            issuer=issuer,
            reported_on=report.reported_on,
            note=report.note.strip()[:300],
            act_id=act.id,
            at=act.now,
            who_name=act.actor.name[:100],
        )
        note_change(act=act, customer_id=customer_id, field="report", before=None, after=issuer, reason=row.note)
        return {"report_id": row.pk, "document_id": document_id}

    return perform(intent=Intent("attach_report", actor, now, key, None, detail), work=work)


def _issuer_of(report: ReportDraft) -> str:
    issuer = report.issuer.strip()[:100]
    if not issuer:
        raise Refused("REPORT_ISSUER_MISSING")
    if not report.content:
        raise Refused("REPORT_EMPTY")
    return issuer


def reports_of(*, actor: Actor, customer_id: int) -> tuple[ReportRow, ...]:
    """The reports on a visible customer, the latest first. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    kept = {row.id: row for row in documents_of(purpose=Purpose.REPORT, owner_ids=[customer_id])}
    rows = CustomerReport.objects.filter(customer_id=customer_id).order_by("-reported_on", "-pk")
    return tuple(
        ReportRow(
            row.pk,
            customer_id,
            row.issuer,
            row.reported_on,
            row.note,
            row.who_name,
            row.at,
            kept[row.document_id],
        )
        for row in rows
        if row.document_id in kept
    )


def open_report(*, actor: Actor, customer_id: int, document_id: int) -> tuple[DocumentRow, bytes]:
    """A report with its bytes. Raises NotPermitted CUSTOMER_NOT_VISIBLE, DOCUMENT_NOT_VISIBLE; FileDamaged."""
    customer_for(actor=actor, customer_id=customer_id)
    return open_document(document_id=document_id, purpose=Purpose.REPORT, owner_id=customer_id)
