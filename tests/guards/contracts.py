"""Forged rows of contracts and of what they post."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models

from huikuan.contracts.operations.amending import draft_amendment
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.plan_firing import take_event_back
from tests.books import NOW, new_books
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import TODAY, terms
from tests.guards.tables import Forge, Guard, changed, copied

LATER = date(2030, 1, 1)


def _unused(label: str, name: str, **having: object) -> int:
    """A row of `label` that no firing names as its `name`."""
    named = apps.get_model("receivables.PlanFiring")._default_manager.exclude(**{name: None}).values(name)
    rows = apps.get_model(label)._default_manager.filter(**having).exclude(pk__in=named)
    return int(rows.order_by("pk").values_list("pk", flat=True)[0])


def _firing(*, held: bool, new: tuple[str, ...], **values: object) -> Forge:
    """A firing a second time, with an invoice or a posting nobody named yet."""

    def forge(model: type[models.Model]) -> None:
        fresh = {"invoice": "receivables.Invoice", "posting": "ledger.Posting"}
        more = {f"{name}_id": _unused(fresh[name], name) for name in new}
        copied({"invoice__isnull": held}, **values, **more)(model)

    return forge


def _unmoved(model: type[models.Model]) -> None:
    """A firing move without its due day, of a milestone its event did not move."""
    copied({"step": "FIRE"}, due_on=None, milestone_id=_free_milestone())(model)


def _free_milestone() -> int:
    rows = apps.get_model("contracts.Milestone")._default_manager.filter(moves__isnull=True)
    return int(rows.order_by("pk").values_list("pk", flat=True)[0])


def _without_reason(model: type[models.Model]) -> None:
    """An event taken back for no reason."""
    events = apps.get_model("contracts.ContractEvent")._default_manager.filter(undoing__isnull=True)
    copied(event_id=events.order_by("pk").values_list("pk", flat=True)[0], reason="")(model)


GUARDS: tuple[Guard, ...] = (
    ("contracts.Contract", "contracts_number_once", changed(number="HT-1")),
    ("contracts.Contract", "contracts_amount", changed(amount_minor=0)),
    ("contracts.Contract", "contracts_named", changed(title="")),
    ("contracts.Contract", "contracts_signed_day", changed(signed_on=None)),
    ("contracts.Contract", "contracts_state", changed(state="LOST", signed_on=LATER)),
    ("contracts.ContractVersion", "contracts_version_once", copied()),
    ("contracts.Amendment", "contracts_one_draft", copied()),
    ("contracts.Amendment", "contracts_amendment_reason", changed(reason="")),
    ("contracts.Milestone", "contracts_milestone_once", changed(number=1)),
    ("contracts.Milestone", "contracts_milestone_amount", changed(amount_minor=0)),
    ("contracts.Milestone", "contracts_milestone_fired", changed(fired_on=LATER)),
    ("contracts.Milestone", "contracts_only_retention_held", changed(state="HELD", fired_on=None, due_on=None)),
    ("contracts.MilestoneMove", "contracts_move_once", copied()),
    ("contracts.MilestoneMove", "contracts_move_due", _unmoved),
    ("contracts.ContractEvent", "contracts_event_progress", copied({"kind": "DELIVERY"}, progress_permille=5)),
    ("contracts.EventUndoing", "event", copied()),
    ("contracts.EventUndoing", "contracts_undoing_reason", _without_reason),
    ("receivables.PlanFiring", "invoice", _firing(held=False, new=("posting",), undone_by=999)),
    ("receivables.PlanFiring", "posting", _firing(held=False, new=("invoice",), undone_by=999)),
    ("receivables.PlanFiring", "receivables_milestone_billed_once", _firing(held=False, new=("invoice", "posting"))),
    ("receivables.PlanFiring", "receivables_milestone_held_once", _firing(held=True, new=("posting",))),
    ("receivables.PlanFiring", "receivables_firing_amount", changed(amount_minor=0)),
)


def ground() -> None:
    """A signed contract with retention held, an event taken back and an amendment in draft; another one in draft."""
    books = new_books()
    buyer = books.customer("乙公司")
    contract = signed(books, buyer)
    drafted(books, buyer, number="HT-2")
    done = happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    take_event_back(
        actor=SYSTEM, now=NOW, key="take-back", event_id=done["event_id"], effective_date=TODAY, reason="误录"
    )
    happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 26))
    draft_amendment(
        actor=SYSTEM, now=NOW, key="amend", contract_id=contract, terms=terms(note="补充"), reason="补充协议一"
    )
    books.invoice(buyer, "F001", 1_000)
    books.invoice(buyer, "F002", 2_000)
