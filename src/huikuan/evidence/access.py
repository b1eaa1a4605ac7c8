"""The only door to pieces and ordered bundles of evidence: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.evidence.models import OrderedBundle, Piece
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def pieces_for(*, actor: Actor) -> QuerySet[Piece]:
    """The pieces about customers and own companies that `actor` may see, those withdrawn left out."""
    return of_visible(actor=actor, rows=Piece.objects.filter(withdrawal=None))


def piece_for(*, actor: Actor, piece_id: int, need: Verb = Verb.VIEW) -> Piece:
    """One piece that counts, if `actor` may see its customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = pieces_for(actor=actor).filter(pk=piece_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("EVIDENCE_NOT_VISIBLE", piece=piece_id)
    return row


def all_ordered_for(*, actor: Actor) -> QuerySet[OrderedBundle]:
    """The ordered bundles about customers and own companies that `actor` may see; none for who handles no cases."""
    rows = OrderedBundle.objects.all() if actor.may(Verb.HANDLE_CASE) else OrderedBundle.objects.none()
    return of_visible(actor=actor, rows=rows)


def ordered_for(*, actor: Actor, ordered_id: int) -> OrderedBundle:
    """One ordered bundle, if `actor` handles cases and may see its customer. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=Verb.HANDLE_CASE)
    row = all_ordered_for(actor=actor).filter(pk=ordered_id).select_related("customer").first()
    if row is None:
        raise NotPermitted("EVIDENCE_NOT_VISIBLE", bundle=ordered_id)
    return row
