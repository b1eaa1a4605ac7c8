"""Events of contracts post what they fire, once; bad ones write nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.contracts.due_rules import Anchor, DueRule
from huikuan.contracts.models import ContractEvent
from huikuan.contracts.operations.amending import adopt_amendment, draft_amendment
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.models import Invoice, PlanFiring, Receivable
from huikuan.receivables.operations import reverse_posting
from huikuan.receivables.plan_firing import fire_dates, take_event_back
from huikuan.receivables.queries.plans import contract_of_invoice, received_by_contract
from tests.books import new_books
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import FIVE, TODAY, part, terms

pytestmark = pytest.mark.django_db
DELIVERED = date(2026, 2, 9)


@pytest.fixture
def books():
    return new_books()


@pytest.fixture
def contract(books):
    return signed(books, books.customer("乙公司"))


def refused(code, call):
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.code == code
    return caught.value.parameters


def back(books, event_id, on=TODAY):
    return take_event_back(
        actor=SYSTEM, now=books.now, key=books.key(), event_id=event_id, effective_date=on, reason="误录"
    )


def test_a_milestone_fires_into_a_document_of_its_contract(books, contract):
    done = happens(books, contract, Trigger.DELIVERY, DELIVERED)
    invoice = Invoice.objects.get(pk=done["invoice_ids"][0])
    assert (invoice.number, invoice.kind, invoice.contract, invoice.note, invoice.issue_date) == (
        "HT-1-2",
        "INVOICE",
        "HT-1",
        "到货款",
        DELIVERED,
    )
    assert contract_of_invoice(invoice_id=invoice.pk) == (contract, done["event_id"])


def test_the_same_event_again_fires_nothing(books, contract):
    happens(books, contract, Trigger.DELIVERY, DELIVERED)
    assert happens(books, contract, Trigger.DELIVERY, DELIVERED)["invoice_ids"] == []
    assert Receivable.objects.count() == 2


def test_the_number_of_a_tax_invoice_is_taken_and_not_given_twice(books, contract):
    happens(books, contract, Trigger.DELIVERY, DELIVERED, invoice_numbers={2: "24112000000135114086"})
    buyer = Invoice.objects.order_by("pk")[0].customer_id
    assert refused("INVOICE_EXISTS", lambda: books.invoice(buyer, "24112000000135114086", 100)) == {
        "number": "24112000000135114086"
    }
    told = lambda: happens(  # noqa: E731
        books, contract, Trigger.ACCEPTANCE, date(2026, 2, 26), invoice_numbers={4: "HT-1-2", 5: ""}
    )
    told()
    refused("CONTRACT_BILLS_ITSELF", lambda: books.invoice(buyer, "F9", 100, contract="HT-1"))


def test_a_number_that_is_taken_writes_nothing(books, contract):
    buyer = Invoice.objects.get().customer_id
    books.invoice(buyer, "HT-1-2", 100)
    refused("INVOICE_EXISTS", lambda: happens(books, contract, Trigger.DELIVERY, DELIVERED))
    assert ContractEvent.objects.filter(kind="DELIVERY").count() == 0


@pytest.mark.parametrize(
    ("kind", "on", "more", "code"),
    [
        (Trigger.DELIVERY, date(2026, 1, 4), {}, "EVENT_BEFORE_SIGNING"),
        (Trigger.DELIVERY, date(2026, 3, 4), {}, "DATED_AHEAD"),
        (Trigger.PROGRESS, DELIVERED, {}, "PROGRESS_SHARE"),
        (Trigger.PROGRESS, DELIVERED, {"progress_permille": 1001}, "PROGRESS_SHARE"),
        (Trigger.DELIVERY, DELIVERED, {"progress_permille": 5}, "PROGRESS_SHARE"),
    ],
)
def test_events_that_cannot_be(books, contract, kind, on, more, code):
    refused(code, lambda: happens(books, contract, kind, on, **more))


def test_an_event_of_a_contract_not_signed(books):
    draft = drafted(books, books.customer("乙公司"))
    with pytest.raises(Changed, match="CONTRACT_STATE"):
        happens(books, draft, Trigger.DELIVERY, DELIVERED)
    refused("CONTRACT_UNKNOWN", lambda: happens(books, 999_999, Trigger.DELIVERY, DELIVERED))


def test_goods_are_accepted_after_delivery(books, contract):
    happens(books, contract, Trigger.DELIVERY, DELIVERED)
    refused("ACCEPTED_BEFORE_DELIVERY", lambda: happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 8)))


def test_a_rule_that_runs_from_an_event_not_recorded(books):
    rule = DueRule(Anchor.DELIVERY, days=30)
    agreed = terms(milestones=(part(1, "验收款", Trigger.ACCEPTANCE, 1000, rule=rule),))
    contract = signed(books, books.customer("乙公司"), agreed)
    unknown = refused("DUE_ANCHOR_UNKNOWN", lambda: happens(books, contract, Trigger.ACCEPTANCE, DELIVERED))
    assert unknown == {"title": "验收款", "anchor": "DELIVERY"}
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 2))
    happens(books, contract, Trigger.ACCEPTANCE, DELIVERED)
    assert Receivable.objects.get().due_date == date(2026, 3, 4)


def test_what_an_event_posted_is_taken_back_through_the_event_only(books, contract):
    done = happens(books, contract, Trigger.DELIVERY, DELIVERED)
    firing = PlanFiring.objects.get(event_id=done["event_id"])
    refused(
        "FIRED_BY_CONTRACT",
        lambda: reverse_posting(
            actor=SYSTEM, now=books.now, key="x", posting_id=firing.posting_id, effective_date=TODAY, reason="x"
        ),
    )
    back(books, done["event_id"])
    with pytest.raises(Changed, match="EVENT_TAKEN_BACK"):
        back(books, done["event_id"])
    refused("EVENT_UNKNOWN", lambda: back(books, 999_999))


def test_paid_money_comes_back_before_its_event(books, contract):
    done = happens(books, contract, Trigger.DELIVERY, DELIVERED)
    item = Receivable.objects.get(invoice_id=done["invoice_ids"][0])
    books.allocate(books.receipt(5_000_00, item.customer_id), (item, 5_000_00))
    assert received_by_contract(contract_ids=[contract]) == {contract: 5_000_00}
    refused("MORE_THAN_OPEN", lambda: back(books, done["event_id"]))
    assert PlanFiring.objects.filter(event_id=done["event_id"], undone_by=0).count() == 1


def test_retention_released_since_keeps_its_acceptance(books, contract):
    accepted = happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 26))
    released = happens(books, contract, Trigger.RETENTION_RELEASE, date(2026, 2, 27))
    with pytest.raises(Changed, match="MOVED_SINCE"):
        back(books, accepted["event_id"])
    back(books, released["event_id"])
    back(books, accepted["event_id"])


def test_a_release_before_anything_was_earned_fires_nothing(books, contract):
    assert happens(books, contract, Trigger.RETENTION_RELEASE, DELIVERED)["milestones"] == []


def test_days_come_by_themselves_once(books):
    agreed = terms(milestones=(replace(FIVE[0], share_ppm=10**6, on=date(2026, 3, 1)),))
    first, second = (books.customer(name) for name in ("乙公司", "丙公司"))
    late = signed(books, first, replace(agreed, milestones=(replace(agreed.milestones[0], on=date(2026, 3, 5)),)))
    other = signed(
        books, second, replace(agreed, milestones=(replace(agreed.milestones[0], on=date(2026, 3, 6)),)), number="HT-2"
    )
    books.invoice(second, "HT-2-1", 5)

    def run(day):
        return fire_dates(actor=SYSTEM, now=books.now.replace(day=day), today=date(2026, 3, day), key=f"day{day}")

    assert run(4) == {"invoice_ids": [], "refused": []}
    done = run(6)
    assert [Invoice.objects.get(pk=pk).number for pk in done["invoice_ids"]] == ["HT-1-1"]
    assert done["refused"] == [{"contract": other, "code": "INVOICE_EXISTS"}]
    assert run(7)["invoice_ids"] == []
    assert received_by_contract(contract_ids=[late]) == {late: 0}


def test_a_day_taken_back_comes_again_only_after_an_amendment_or_by_hand(books):
    agreed = terms(milestones=(replace(FIVE[0], share_ppm=10**6, on=date(2026, 3, 1)),))
    first, second = (
        signed(books, books.customer(name), agreed, number=number) for name, number in (("乙", "HT-1"), ("丙", "HT-2"))
    )
    for event in ContractEvent.objects.order_by("pk"):
        back(books, event.pk)

    def run(day):
        done = fire_dates(actor=SYSTEM, now=books.now.replace(day=day), today=date(2026, 3, day), key=f"day{day}")
        return [Invoice.objects.get(pk=pk).number for pk in done["invoice_ids"]]

    assert run(3) == []
    by_hand = happens(books, second, Trigger.DATE, date(2026, 3, 1), numbers=(1,))
    assert len(by_hand["invoice_ids"]) == 1
    later = replace(agreed, milestones=(replace(agreed.milestones[0], on=date(2026, 3, 5)),))
    acting = {"actor": SYSTEM, "now": books.now}
    drafted_now = draft_amendment(**acting, key="d", contract_id=first, terms=later, reason="延后")
    adopt_amendment(**acting, today=TODAY, key="a", amendment_id=drafted_now["amendment_id"])
    assert (run(4), run(5), run(6)) == ([], ["HT-1-1"], [])
