"""Reads of one delivery note: its lines, its acceptances and sale reports, why it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.deliveries.access import note_for
from huikuan.deliveries.models import Acceptance, AcceptanceLine, Note, SaleLine, SaleReport, Undoing
from huikuan.deliveries.queries.notes import NoteLineRow, NoteRow, lines_of, note_row, related
from huikuan.deliveries.rules.states import NoteState, PaperKind, PaperState
from huikuan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An acceptance or a sale report of a note; `said` are its lines: goods, accepted or sold, rejected, reason, remedy."""

    id: int
    kind: PaperKind
    number: str
    signed_on: date
    signatory: str
    signatory_role: str
    document_id: int | None
    remark: str
    is_deemed: bool
    state: str
    who: str
    at: datetime
    undone_reason: str
    said: tuple[tuple[str, int, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class NoteDetails:
    """A delivery note with its lines, its papers, why it was taken back, and the notes that deliver its rejected goods again."""

    row: NoteRow
    lines: tuple[NoteLineRow, ...]
    papers: tuple[PaperRow, ...]
    undone_reason: str
    replacements: tuple[tuple[int, str], ...]


def note_details(*, actor: Actor, note_id: int) -> NoteDetails:
    """One delivery note with everything about it. Raises NotPermitted DELIVERY_NOT_VISIBLE."""
    note_for(actor=actor, note_id=note_id)
    row = related(rows=Note.objects.filter(pk=note_id)).get()
    undone = Undoing.objects.filter(kind=PaperKind.NOTE.value, paper_id=note_id)
    replacements = Note.objects.filter(replaces=row).exclude(state=NoteState.TAKEN_BACK.value)
    return NoteDetails(
        note_row(row=row),
        lines_of(note_ids=[note_id]).get(note_id, ()),
        _papers(note_id),
        undone.values_list("reason", flat=True).first() or "",
        tuple(replacements.values_list("pk", "number")),
    )


def _papers(note_id: int) -> tuple[PaperRow, ...]:
    judged: dict[int, list[tuple[str, int, int, str, str]]] = {}
    for line in AcceptanceLine.objects.filter(acceptance__note_id=note_id).select_related("line").order_by("pk"):
        said = (line.line.name, line.accepted_micros, line.rejected_micros, line.reason, line.remedy)
        judged.setdefault(line.acceptance_id, []).append(said)
    sold: dict[int, list[tuple[str, int, int, str, str]]] = {}
    for one in SaleLine.objects.filter(report__note_id=note_id).select_related("line").order_by("pk"):
        sold.setdefault(one.report_id, []).append((one.line.name, one.sold_micros, 0, "", ""))
    reasons = {
        (kind, pk): reason
        for kind, pk, reason in Undoing.objects.exclude(kind=PaperKind.NOTE.value)
        .filter(paper_id__in=[*judged, *sold])
        .values_list("kind", "paper_id", "reason")
    }
    acceptances = Acceptance.objects.filter(note_id=note_id).select_related("act")
    reports = SaleReport.objects.filter(note_id=note_id).select_related("act")
    rows = [
        *(_paper(row, PaperKind.ACCEPTANCE, judged, reasons, is_deemed=row.is_deemed) for row in acceptances),
        *(_paper(row, PaperKind.SALES, sold, reasons, is_deemed=False) for row in reports),
    ]
    return tuple(sorted(rows, key=lambda row: (row.signed_on, row.at)))


def _paper(
    row: Acceptance | SaleReport,
    kind: PaperKind,
    said: dict[int, list[tuple[str, int, int, str, str]]],
    reasons: dict[tuple[str, int], str],
    *,
    is_deemed: bool,
) -> PaperRow:
    return PaperRow(
        id=row.pk,
        kind=kind,
        number=row.number,
        signed_on=row.signed_on,
        signatory=row.signatory,
        signatory_role=row.signatory_role,
        document_id=row.document_id,
        remark=row.remark,
        is_deemed=is_deemed,
        state=row.state,
        who=row.act.actor_name,
        at=row.act.at,
        undone_reason=reasons.get((kind.value, row.pk), "") if row.state == PaperState.TAKEN_BACK.value else "",
        said=tuple(said.get(row.pk, ())),
    )
