"""Guards of money that is passed on, with the rows they are tried on."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied

F = models.F


def of_another_posting(model: type[models.Model]) -> None:
    """A second passing of the same target."""
    copied(posting_id=_other("ledger.Posting", model, "posting_id"))(model)


def of_another_target(model: type[models.Model]) -> None:
    """A second passing by the same posting."""
    taken = _other("receipts.Receipt", model, "target_id")
    copied(target_id=taken, receipt_id=model._default_manager.values_list("target_id", flat=True)[0])(model)


GUARDS: list[Guard] = [
    ("receipts.PassedMoney", "receipts_passed_some", changed(amount_minor=0, worth_minor=0)),
    ("receipts.PassedMoney", "receipts_passed_whole", changed(worth_minor=F("amount_minor") - 1)),
    ("receipts.PassedMoney", "receipts_passed_to_another", changed(receipt_id=F("target_id"))),
    ("receipts.PassedMoney", "target", of_another_posting),
    ("receipts.PassedMoney", "posting", of_another_target),
]


def ground() -> None:
    """Money of one own company of which a part is another's."""
    books, other = new_books(), new_books("乙方销售有限公司")
    money = books.receipt(100_000, books.customer("华锐"))
    draft = PassingDraft(money.pk, (Passing(other.company_id, "CNY", 40_000, 40_000),))
    pass_on(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)


def _other(label: str, model: type[models.Model], column: str) -> int:
    """A row that the passing does not name yet."""
    named = model._default_manager.values_list(column, flat=True)
    return int(apps.get_model(label)._default_manager.exclude(pk__in=list(named)).values_list("pk", flat=True)[0])
