"""Reads: goods delivered without an order and not billed; credit counts them, which stands below and asks through its port."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from huikuan.deliveries.billing import billed_of
from huikuan.deliveries.models import InvoicedShare, Note
from huikuan.deliveries.rules.states import NoteState


class LooseDeliveries:
    """Delivery notes without an order: what of them is a claim and not billed. Those of an order are counted with it."""

    def not_invoiced(self, *, customer_ids: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
        """Minor units by customer and currency; one query where nothing waits, six for any number of customers."""
        shares = InvoicedShare.objects.filter(note=OuterRef("pk"), is_undone=False, invoice__cancelled_by=0)
        linked = shares.order_by().values("note").annotate(total=Sum("amount_minor")).values("total")
        claim = Case(When(is_consignment=True, then=F("sold_minor")), default=F("amount_minor") - F("rejected_minor"))
        loose = Note.objects.filter(order=None, customer__in=list(customer_ids))
        waiting = (
            loose.exclude(state=NoteState.TAKEN_BACK.value)
            .annotate(claim=claim, linked=Coalesce(Subquery(linked), 0))
            .filter(Q(contract__isnull=False) | Q(claim__gt=F("linked")))
        )
        notes = list(waiting.order_by("pk"))
        if not notes:
            return {}
        billed = billed_of(notes=notes)
        found: dict[int, dict[str, int]] = {}
        for note in notes:
            sums = found.setdefault(note.customer_id, {})
            sums[note.currency] = sums.get(note.currency, 0) + billed.open_minor(note=note)
        return found
