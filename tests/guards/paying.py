"""Forged rows of paying: how a customer pays, with a blocked step whose owner is one of his people."""

from datetime import date

from django.db.models import F

from huikuan.customers.models import Contact
from huikuan.customers.operations import ContactDraft
from huikuan.kernel.actor import SYSTEM
from huikuan.paying.operations import PayingDraft, save_paying
from huikuan.paying.rules.records import Block, Habits, PaymentDayKind, PaymentDays, Step
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied

GUARDS: tuple[Guard, ...] = (
    ("paying.PayingVersion", "paying_version_once", copied()),
    ("paying.PayingVersion", "paying_version_numbered", copied(number=0)),
    ("paying.PayingVersion", "paying_days_of_a_month", copied(number=9, closing_day=32)),
    ("paying.PayingVersion", "paying_payment_days_whole", copied(number=9, month_days="")),
    ("paying.PayingVersion", "paying_tax_rate_at_most_whole", copied(number=9, tax_rate=10_001)),
    ("paying.PayingVersion", "paying_budget_needed", copied(number=9, budget_through=date(2026, 6, 30))),
    ("paying.PayingVersion", "paying_restored_from_before", copied(number=9, restored_from=9)),
    ("paying.PayingStep", "paying_step_once", copied()),
    ("paying.PayingStep", "paying_step_named", copied(ordinal=9, name="")),
    ("paying.PayingStep", "paying_step_one_owner", copied(ordinal=9, owner_text="财务部")),
    ("paying.PayingStep", "paying_step_block_whole", copied(ordinal=9, blocked_why="")),
    ("paying.Mandate", "paying_mandate_of_another", changed(payer=F("debtor"))),
    ("paying.Mandate", "paying_mandate_ground", copied(reason="")),
    ("paying.Mandate", "paying_mandate_days", copied(valid_through=date(2020, 1, 1))),
    ("paying.Mandate", "paying_mandate_end_whole", copied(ended_by_name="某")),
)


def ground() -> None:
    """One version with one step, and another customer that may pay."""
    books = new_books()
    buyer = books.customer("乙公司", contacts=(ContactDraft("高伟"),))
    step = Step("验收", owner_id=Contact.objects.get().pk, block=Block(date(2026, 2, 27), "缺验收单"))
    days = PaymentDays(PaymentDayKind.MONTH_DAYS, (10, 25))
    draft = PayingDraft(buyer, Habits(closing_day=25, payment_days=days), (step,), 0)
    save_paying(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)
    books.let_pay(books.customer("丙公司"), buyer)
