"""Forged rows of evidence and of case files."""

from django.db import models

from huikuan.audit.models import Act
from huikuan.cases.models import CaseItem
from huikuan.evidence.models import Bundle, Piece
from huikuan.evidence.operations.adding import withdraw_piece
from huikuan.evidence.rules.kinds import Kind
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.cases.acting import cost, opened
from tests.evidence.office import new_evidence
from tests.guards.tables import Guard, changed, copied


def _piece() -> int:
    return Piece.objects.filter(withdrawal=None).earliest("pk").pk


def _act() -> int:
    return Act.objects.earliest("pk").pk


def _other_case() -> int:
    return CaseItem.objects.latest("pk").case_id


def _one_bundle_for_two_orders(model: type[models.Model]) -> None:
    bundle = Bundle.objects.earliest("pk").pk
    changed(state="READY", bundle_id=bundle, ended_at=NOW, archive_bytes=1)(model)
    copied()(model)


GUARDS: tuple[Guard, ...] = (
    ("evidence.Piece", "evidence_signed_by_somebody", copied(signatory="")),
    ("evidence.PieceItem", "evidence_item_once", copied()),
    ("evidence.Withdrawal", "evidence_withdrawn_why", copied(reason="", piece_id=_piece)),
    ("evidence.Withdrawal", "piece", copied()),
    ("evidence.Bundle", "evidence_bundle_of_something", copied(items=0, act_id=_act)),
    ("evidence.Bundle", "act", copied()),
    ("evidence.OrderedBundle", "evidence_ready_is_there", changed(state="READY")),
    ("evidence.OrderedBundle", "evidence_failed_says_why", changed(state="FAILED")),
    ("evidence.OrderedBundle", "bundle", _one_bundle_for_two_orders),
    ("cases.Case", "cases_amount", changed(principal_minor=0)),
    ("cases.Case", "cases_awarded_not_negative", changed(awarded_minor=-1)),
    ("cases.Case", "cases_ended_with_a_day", changed(state="CLOSED")),
    ("cases.CaseItem", "cases_item_once", copied(is_running=False)),
    ("cases.CaseItem", "cases_item_in_one_case", copied(case_id=_other_case)),
    ("cases.CaseItem", "cases_item_amount", changed(claimed_minor=0)),
    ("cases.CaseCost", "cases_cost_amount", copied(amount_minor=0)),
)


def ground() -> None:
    """Two pieces, one withdrawn, a bundle, and two cases, one with a cost."""
    office = new_evidence()
    office.add(Kind.CONTRACT)
    mistaken = office.add(Kind.ACCEPTANCE)
    withdraw_piece(actor=SYSTEM, now=NOW, key=office.books.key(), piece_id=mistaken, reason="录入有误")
    office.bundle()
    office.order()
    (other,) = office.books.invoice(office.customer, "F002", 5_000)
    cost(office.books, opened(office.books, office.customer, {office.item.pk: 1}))
    opened(office.books, office.customer, {other.pk: 1})
