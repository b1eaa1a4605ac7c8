"""The only door to orders and papers of delivery: who sees the customer in that own company sees them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from huikuan.customers.access import of_visible
from huikuan.deliveries.models import Acceptance, Note, Order, Progress, SaleReport
from huikuan.deliveries.rules.states import PaperKind
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted

Row = TypeVar("Row", bound=Model)
Paper = Note | Acceptance | Progress | SaleReport
_TABLES: dict[PaperKind, type[Paper]] = {
    PaperKind.NOTE: Note,
    PaperKind.ACCEPTANCE: Acceptance,
    PaperKind.PROGRESS: Progress,
    PaperKind.SALES: SaleReport,
}


def orders_for(*, actor: Actor) -> QuerySet[Order]:
    """The orders of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Order.objects.all())


def notes_for(*, actor: Actor) -> QuerySet[Note]:
    """The delivery notes of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Note.objects.all())


def acceptances_for(*, actor: Actor) -> QuerySet[Acceptance]:
    """The acceptance certificates of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Acceptance.objects.all())


def order_for(*, actor: Actor, order_id: int, need: Verb = Verb.VIEW) -> Order:
    """One order, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    return _one(actor, orders_for(actor=actor), order_id, need)


def note_for(*, actor: Actor, note_id: int, need: Verb = Verb.VIEW) -> Note:
    """One delivery note, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    return _one(actor, notes_for(actor=actor), note_id, need)


def paper_for(*, actor: Actor, kind: PaperKind, paper_id: int, need: Verb = Verb.VIEW) -> Paper:
    """One paper of any kind, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    rows: QuerySet[Paper] = _TABLES[kind].objects.all()
    return _one(actor, of_visible(actor=actor, rows=rows), paper_id, need)


def _one(actor: Actor, rows: QuerySet[Row], row_id: int, need: Verb) -> Row:
    refuse_without_verb(actor=actor, verb=need)
    row = rows.filter(pk=row_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("DELIVERY_NOT_VISIBLE", paper=row_id)
    return row
