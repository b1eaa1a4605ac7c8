"""Inside an open act: what was accepted, rejected and sold of a delivery note, from its lines and the papers that stand."""

from __future__ import annotations

from django.db.models import Max

from huikuan.deliveries.models import Acceptance, Note, NoteLine, SaleReport
from huikuan.deliveries.rules.quantities import part_of
from huikuan.deliveries.rules.states import PaperState


def sum_note(*, note_id: int) -> None:
    """Bring the sums and latest days of a locked delivery note to its lines, minor units."""
    lines = list(NoteLine.objects.filter(note_id=note_id))
    standing = {"note_id": note_id, "state": PaperState.STANDS.value}
    Note.objects.filter(pk=note_id).update(
        accepted_minor=sum(_part(line, line.accepted_micros) for line in lines),
        rejected_minor=sum(_rejected(line) for line in lines),
        sold_minor=sum(_part(line, line.sold_micros) for line in lines),
        accepted_on=Acceptance.objects.filter(**standing).aggregate(last=Max("signed_on"))["last"],
        sold_on=SaleReport.objects.filter(**standing).aggregate(last=Max("signed_on"))["last"],
    )


def _part(line: NoteLine, micros: int) -> int:
    return part_of(amount_minor=line.amount_minor, part_micros=micros, whole_micros=line.quantity_micros)


def _rejected(line: NoteLine) -> int:
    """What is neither accepted nor open: so that accepted and rejected of a judged line sum to its amount to the fen."""
    done = max(line.accepted_micros, line.sold_micros)
    return _part(line, done + line.rejected_micros) - _part(line, done)
