"""Lines of invoices: refused if they do not make up the invoice, saved with it, never changed."""

from __future__ import annotations

from collections.abc import Sequence

from huikuan.kernel.refusal import Refused
from huikuan.receivables.drafts import InvoiceDraft
from huikuan.receivables.models import InvoiceLine
from huikuan.receivables.rules import line_fault


def refuse_wrong_lines(*, draft: InvoiceDraft) -> None:
    """Raise Refused LINE_OUT_OF_BOUNDS, LINE_AMOUNT_DIFFERS or LINES_DIFFER; nothing if the invoice comes without lines."""
    for number, line in enumerate(draft.lines, 1):
        fault = line_fault(line=line, currency=draft.currency)
        if fault:
            raise Refused(fault, line=number, name=line.name[:60], invoice=draft.number)
    wanted = draft.face_minor or draft.amount_minor
    found = sum(line.amount_minor for line in draft.lines)
    if draft.lines and found != wanted:
        raise Refused("LINES_DIFFER", invoice=draft.number, found=found, expected=wanted, currency=draft.currency)


def save_lines(*, invoice_ids: Sequence[int], drafts: Sequence[InvoiceDraft]) -> None:
    """Save the lines of new invoices inside the act that registers them."""
    rows = [
        InvoiceLine(
            invoice_id=invoice_id,
            number=number,
            item_code=line.item_code,
            name=line.name,
            specification=line.specification,
            unit=line.unit,
            quantity_micros=line.quantity_micros,
            unit_price_micros=line.unit_price_micros,
            amount_minor=line.amount_minor,
        )
        for invoice_id, draft in zip(invoice_ids, drafts, strict=True)
        for number, line in enumerate(draft.lines, 1)
    ]
    if rows:
        InvoiceLine.objects.bulk_create(rows, batch_size=500)
