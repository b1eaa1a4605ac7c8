"""The only door to pieces and bundles of evidence: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.evidence.models import Bundle, Piece
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def pieces_for(*, actor: Actor) -> QuerySet[Piece]:
    """The pieces about customers and own companies that `actor` may see, those withdrawn left out."""
    return of_visible(actor=actor, rows=Piece.objects.filter(withdrawal=None))


def bundles_for(*, actor: Actor) -> QuerySet[Bundle]:
    """The bundles about customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Bundle.objects.all())


def piece_for(*, actor: Actor, piece_id: int, need: Verb = Verb.VIEW) -> Piece:
    """One piece that counts, if `actor` may see its customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = pieces_for(actor=actor).filter(pk=piece_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("EVIDENCE_NOT_VISIBLE", piece=piece_id)
    return row
