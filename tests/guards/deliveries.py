"""Forged rows of orders and deliveries."""

from datetime import date

from django.db import models

from huikuan.contracts.models import ContractEvent
from huikuan.contracts.rules.terms import Trigger
from huikuan.deliveries.models import NoteLine
from huikuan.deliveries.operations.accepting import confirm_progress
from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.deliveries.operations.policies import set_delivery_policy
from huikuan.deliveries.rules.drafts import Judged, ProgressDraft
from huikuan.deliveries.rules.policy import DeliveryPolicy
from huikuan.deliveries.rules.states import PaperKind
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.micros import MICRO
from tests.books import NOW, new_books
from tests.contracts.acting import signed as signed_contract
from tests.contracts.agreed import part, terms
from tests.deliveries.delivering import (
    TODAY,
    accepted,
    delivered,
    first_line,
    ordered,
    signature,
    signed,
    sold,
    taken_back,
)
from tests.guards.tables import Forge, Guard, changed, copied

MUCH = 10**13


def another_event(model: type[models.Model]) -> None:
    """A second event of one kind stands for a contract."""
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    row.pk = None
    row.event_id = ContractEvent.objects.get(kind="PROGRESS").pk  # type: ignore[attr-defined]
    row.save(force_insert=True)


def on_another_line(**values: object) -> Forge:
    """A row about a line of goods that no row is about yet."""

    def forge(model: type[models.Model]) -> None:
        taken = model._default_manager.values_list("line_id", flat=True)
        copied(line_id=NoteLine.objects.exclude(pk__in=taken).order_by("pk")[0].pk, **values)(model)

    return forge


GUARDS: tuple[Guard, ...] = (
    ("deliveries.Order", "deliveries_order_once", copied()),
    ("deliveries.Order", "deliveries_order_amount", changed(amount_minor=0)),
    ("deliveries.Order", "deliveries_order_numbered", copied(number="")),
    ("deliveries.OrderLine", "deliveries_order_line_once", copied()),
    ("deliveries.OrderLine", "deliveries_order_line_of_something", changed(name="")),
    ("deliveries.OrderLine", "deliveries_not_above_order", changed(delivered_micros=MUCH)),
    ("deliveries.Note", "deliveries_note_once", copied()),
    ("deliveries.Note", "deliveries_note_amount", copied(number="")),
    ("deliveries.Note", "deliveries_note_parts", changed(accepted_minor=MUCH)),
    ("deliveries.Note", "deliveries_note_signed", changed(signatory="")),
    ("deliveries.Note", "deliveries_only_consigned_is_sold", changed(is_consignment=False)),
    ("deliveries.NoteLine", "deliveries_note_line_once", copied()),
    ("deliveries.NoteLine", "deliveries_note_line_of_something", changed(name="")),
    ("deliveries.NoteLine", "deliveries_accepted_not_above", changed(accepted_micros=MUCH)),
    ("deliveries.NoteLine", "deliveries_sold_not_above", changed(sold_micros=MUCH)),
    ("deliveries.Acceptance", "deliveries_acceptance_of_something", changed(note=None, contract=None)),
    ("deliveries.Acceptance", "deliveries_acceptance_signed_or_deemed", changed(signatory="")),
    ("deliveries.AcceptanceLine", "deliveries_judged_once", copied()),
    ("deliveries.AcceptanceLine", "deliveries_rejected_with_reason", on_another_line(reason="", rejected_micros=1)),
    ("deliveries.Progress", "deliveries_progress_share", changed(progress_permille=1_001)),
    ("deliveries.Progress", "deliveries_progress_signed", changed(signatory="")),
    ("deliveries.SaleReport", "deliveries_sale_report_once", copied()),
    ("deliveries.SaleReport", "deliveries_sale_report_signed", changed(signatory="")),
    ("deliveries.SaleLine", "deliveries_sold_once", copied()),
    ("deliveries.SaleLine", "deliveries_sold_something", on_another_line(sold_micros=0)),
    ("deliveries.InvoicedShare", "deliveries_share_once", copied()),
    ("deliveries.InvoicedShare", "deliveries_share_amount", changed(amount_minor=0)),
    ("deliveries.FiredEvent", "deliveries_fired_once", another_event),
    ("deliveries.FiredEvent", "event", copied(is_undone=True)),
    ("deliveries.Undoing", "deliveries_undone_once", copied()),
    ("deliveries.Undoing", "deliveries_undone_why", copied(paper_id=99, reason="")),
    ("deliveries.PolicyVersion", "number", copied()),
    ("deliveries.PolicyVersion", "deliveries_tolerance_bounded", copied(number=9, over_permille=201)),
    ("deliveries.PolicyVersion", "deliveries_policy_says_why", copied(number=9, reason="")),
)


def ground() -> None:
    """An order under a contract delivered, accepted in part and billed in part; goods on consignment; a paper taken back."""
    books = new_books()
    buyer = books.customer("乙公司")
    plan = (part(1, "到货款", Trigger.DELIVERY, 500), part(2, "验收款", Trigger.ACCEPTANCE, 500))
    contract = signed_contract(books, buyer, terms(100_000_00, plan))
    first = delivered(books, buyer, "SH-1", contract_id=contract, completes=True, signature=signature())
    confirm_progress(
        actor=SYSTEM, now=NOW, key=books.key(), draft=ProgressDraft(contract, 300, signature(date(2026, 2, 11)))
    )
    second = delivered(books, buyer, "SH-2")
    signed(books, second)
    accepted(books, first, date(2026, 2, 12), Judged(first_line(first).id, 9 * MICRO, MICRO, "裂纹"))
    shop = delivered(books, buyer, "SH-3", is_consignment=True)
    signed(books, shop)
    sold(books, shop, 3)
    (item,) = books.invoice(buyer, "F-1", 40_000_00)
    link_invoice(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), invoice_id=item.invoice_id, note_ids=[second])
    ordered(books, buyer)
    taken_back(books, PaperKind.NOTE, delivered(books, buyer, "SH-4"))
    policy = DeliveryPolicy(0, 5, 5)
    set_delivery_policy(actor=SYSTEM, now=NOW, key=books.key(), wanted=policy, reason="磅差")
