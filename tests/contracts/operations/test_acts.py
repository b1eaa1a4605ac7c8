"""Drafting, signing, amending, closing: what they write and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.contracts.models import Amendment, Contract, ContractVersion, Milestone
from huikuan.contracts.operations.amending import adopt_amendment, draft_amendment, withdraw_amendment
from huikuan.contracts.operations.drafting import cancel_contract, change_draft, close_contract, reopen_contract
from huikuan.contracts.queries.details import contract_details
from huikuan.contracts.queries.lists import ContractFilter, contract_page, contracts_of, waiting_milestones
from huikuan.contracts.rules.terms import Settlement, Trigger
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.plan_firing import Signing, sign_contract
from tests.books import new_books
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import FIVE, SIGNED, TODAY, part, terms
from tests.people import new_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    return new_books()


def refused(code, call):
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.code == code
    return caught.value.parameters


def change(books, contract, agreed):
    return change_draft(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), contract_id=contract, terms=agreed)


def amend(books, contract, agreed, reason="补充协议"):
    done = draft_amendment(
        actor=SYSTEM, now=books.now, key=books.key(), contract_id=contract, terms=agreed, reason=reason
    )
    return done["amendment_id"]


def adopt(books, amendment):
    return adopt_amendment(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), amendment_id=amendment)


def test_a_draft_has_its_plan_before_it_is_signed(books):
    contract = drafted(books, books.customer("乙公司"))
    rows = Milestone.objects.filter(contract_id=contract).order_by("number")
    assert [(row.amount_minor, row.state, row.expected_on) for row in rows] == [
        (20_000_00, "PLANNED", None),
        (30_000_00, "PLANNED", date(2026, 2, 10)),
        (15_000_00, "PLANNED", date(2026, 2, 20)),
        (25_000_00, "PLANNED", date(2026, 2, 25)),
        (10_000_00, "PLANNED", date(2027, 2, 25)),
    ]


def test_a_number_is_given_once_in_an_own_company(books):
    buyer = books.customer("乙公司")
    drafted(books, buyer)
    assert refused("CONTRACT_EXISTS", lambda: drafted(books, buyer, number=" HT-1 ")) == {"number": "HT-1"}
    assert refused("CONTRACT_NUMBER_MISSING", lambda: drafted(books, buyer, number=" ")) == {}
    other = new_books("丙方")
    assert drafted(other, buyer) != drafted(books, buyer, number="HT-2")


def test_a_plan_that_does_not_sum_is_refused_with_the_difference(books):
    buyer = books.customer("乙公司")
    short = refused("MILESTONES_SUM_SHORT", lambda: drafted(books, buyer, terms(milestones=FIVE[:4])))
    assert short == {"minor": 10_000_00, "currency": "CNY"}
    more = (*FIVE, part(6, "多", Trigger.DELIVERY, 5))
    assert refused("MILESTONES_SUM_OVER", lambda: drafted(books, buyer, terms(milestones=more)))["minor"] == 500_00
    assert not Contract.objects.exists()


def test_a_draft_changes_version_by_version_and_forgets_its_milestones(books):
    contract = drafted(books, books.customer("乙公司"))
    change(books, contract, terms(50_000_00, (part(0, "全款", Trigger.DELIVERY, 1000),)))
    assert list(Milestone.objects.values_list("number", "amount_minor")) == [(6, 50_000_00)]
    assert list(ContractVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key="sign", signing=Signing(contract, SIGNED))
    refused("CONTRACT_NOT_DRAFT", lambda: change(books, contract, terms()))


def test_parts_are_at_most_the_whole(books):
    buyer = books.customer("乙公司")
    whole = drafted(books, buyer)
    first = drafted(books, buyer, terms(60_000_00), number="HT-1-A", parent_id=whole)
    beyond = refused(
        "PART_ABOVE_WHOLE", lambda: drafted(books, buyer, terms(50_000_00), number="HT-1-B", parent_id=whole)
    )
    assert beyond == {"number": "HT-1", "minor": 10_000_00, "currency": "CNY"}
    refused("PART_OF_PART", lambda: drafted(books, buyer, terms(1_000_00), number="HT-1-C", parent_id=first))
    stranger = books.customer("丙公司")
    refused("PART_OF_OTHERS", lambda: drafted(books, stranger, terms(1_000_00), number="HT-9", parent_id=whole))
    refused("PART_ABOVE_WHOLE", lambda: change(books, whole, terms(59_000_00)))
    refused(
        "WHOLE_NOT_SIGNED",
        lambda: sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key="s", signing=Signing(first, SIGNED)),
    )


def test_signing_is_once_and_not_ahead(books):
    contract = drafted(books, books.customer("乙公司"))
    ahead = Signing(contract, date(2026, 3, 4))
    refused("DATED_AHEAD", lambda: sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key="a", signing=ahead))
    signing = Signing(contract, SIGNED, "合同.pdf", b"%PDF-1.4")
    one = sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key="b", signing=signing)
    assert sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key="b", signing=signing) == one
    with pytest.raises(Changed):
        sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key="c", signing=signing)


def test_an_amendment_is_a_draft_until_adopted(books):
    contract = signed(books, books.customer("乙公司"))
    agreed = terms(milestones=(*FIVE[:1], replace(FIVE[1], title="发货款"), *FIVE[2:]))
    amendment = amend(books, contract, agreed)
    shown = contract_details(actor=SYSTEM, contract_id=contract)
    assert shown.amendment is not None
    assert [(one.path, one.before, one.after) for one in shown.amendment.changes] == [
        ("milestones.2.title", "到货款", "发货款")
    ]
    assert shown.row.version == 1
    adopt(books, amendment)
    shown = contract_details(actor=SYSTEM, contract_id=contract)
    assert (shown.row.version, shown.amendment, shown.milestones[1].title) == (2, None, "发货款")
    assert [(one.number, one.reason, len(one.changes)) for one in shown.versions] == [(2, "补充协议", 1), (1, "", 0)]
    with pytest.raises(Changed):
        adopt(books, amendment)


def test_a_draft_amendment_is_withdrawn_or_replaced(books):
    contract = signed(books, books.customer("乙公司"))
    first = amend(books, contract, terms(note="一"))
    second = amend(books, contract, terms(note="二"))
    assert dict(Amendment.objects.values_list("pk", "state")) == {first: "WITHDRAWN", second: "DRAFT"}
    withdraw_amendment(actor=SYSTEM, now=books.now, key="w", amendment_id=second)
    assert contract_details(actor=SYSTEM, contract_id=contract).amendment is None
    refused("AMENDMENT_REASON", lambda: amend(books, contract, terms(), " "))
    refused("AMENDMENT_CURRENCY", lambda: amend(books, contract, terms(currency="USD")))
    refused("AMENDMENT_UNKNOWN", lambda: adopt(books, 999_999))


def test_what_has_fired_stays_and_the_rest_makes_up_the_new_amount(books):
    contract = signed(books, books.customer("乙公司"))
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    touched = terms(milestones=(FIVE[0], replace(FIVE[1], title="发货款"), *FIVE[2:]))
    assert refused("MILESTONE_FIRED", lambda: amend(books, contract, touched)) == {"milestone": 2, "title": "到货款"}
    # 20 % and 30 % were 50,000.00; of 120,000.00 the other half in shares is 60,000.00: ten thousand are missing
    missing = refused("MILESTONES_SUM_SHORT", lambda: amend(books, contract, terms(120_000_00)))
    assert missing["minor"] == 10_000_00
    grown = terms(120_000_00, (*FIVE, part(0, "增补", Trigger.DELIVERY, amount_minor=10_000_00)))
    adopt(books, amend(books, contract, grown))
    rows = Milestone.objects.filter(contract_id=contract).order_by("number")
    assert [row.amount_minor for row in rows] == [20_000_00, 30_000_00, 18_000_00, 30_000_00, 12_000_00, 10_000_00]


def test_a_milestone_that_fired_since_keeps_the_amendment_out(books):
    contract = signed(books, books.customer("乙公司"))
    amendment = amend(books, contract, terms(milestones=(FIVE[0], replace(FIVE[1], title="发货款"), *FIVE[2:])))
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    refused("MILESTONE_FIRED", lambda: adopt(books, amendment))


def test_a_milestone_left_out_is_dropped(books):
    contract = signed(books, books.customer("乙公司"))
    rest = (FIVE[0], replace(FIVE[1], share_ppm=450_000), *FIVE[3:])
    adopt(books, amend(books, contract, terms(milestones=rest)))
    assert list(Milestone.objects.order_by("number").values_list("state", flat=True)) == [
        "FIRED",
        "PLANNED",
        "DROPPED",
        "PLANNED",
        "PLANNED",
    ]


def test_closing_and_cancelling(books):
    buyer = books.customer("乙公司")
    whole = terms(1_000_00, (part(1, "全款", Trigger.DELIVERY, 1000),))
    contract = signed(books, buyer, whole)
    close = lambda: close_contract(actor=SYSTEM, now=books.now, key=books.key(), contract_id=contract)  # noqa: E731
    assert refused("CONTRACT_UNFINISHED", close) == {"number": "HT-1", "count": 1}
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    cancel = lambda: cancel_contract(actor=SYSTEM, now=books.now, key=books.key(), contract_id=contract)  # noqa: E731
    refused("CONTRACT_HAS_FIRED", cancel)
    assert close()["state"] == "CLOSED"
    with pytest.raises(Changed):
        happens(books, contract, Trigger.DELIVERY, date(2026, 2, 10))
    assert reopen_contract(actor=SYSTEM, now=books.now, key="r", contract_id=contract)["state"] == "SIGNED"
    other = drafted(books, buyer, number="HT-2")
    assert cancel_contract(actor=SYSTEM, now=books.now, key="c", contract_id=other)["state"] == "CANCELLED"


def test_what_waits_for_a_trigger_is_listed(books):
    contract = signed(books, books.customer("乙公司"), terms(settlement=Settlement(inspection_days=10)))
    rows = waiting_milestones(actor=SYSTEM, today=TODAY)
    assert [(row.title, row.days) for row in rows] == [("到货款", 20), ("进度款", 10), ("验收款", 5)]
    assert [row.title for row in waiting_milestones(actor=SYSTEM, today=TODAY, days=9)] == ["到货款", "进度款"]
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    assert contract_details(actor=SYSTEM, contract_id=contract).deemed_on == date(2026, 2, 24)  # 02-19 is a day off
    happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 26))
    assert contract_details(actor=SYSTEM, contract_id=contract).deemed_on is None


def test_the_list_is_narrowed_and_seen_by_who_sees_the_customer(books):
    people = new_people()
    own = books.customer("乙公司", salesperson_id=people.owner.user_id)
    signed(books, own)
    drafted(books, books.customer("丙公司"), number="HT-2")
    page = contract_page(actor=SYSTEM, narrowed=ContractFilter(), sort="number")
    assert [(row.number, row.fired_minor, row.next_on) for row in page.rows] == [
        ("HT-1", 20_000_00, date(2026, 2, 10)),
        ("HT-2", 0, date(2026, 2, 10)),
    ]
    assert page.totals == {"CNY": 200_000_00}
    narrow = lambda **by: [row.number for row in contract_page(actor=SYSTEM, narrowed=ContractFilter(**by)).rows]  # noqa: E731
    assert narrow(search="丙") == ["HT-2"]
    assert narrow(state="SIGNED") == ["HT-1"]
    assert narrow(late_on=TODAY) == ["HT-1"]
    assert narrow(customer_id=own, company_id=books.company_id) == ["HT-1"]
    assert [row.number for row in contracts_of(actor=people.owner, customer_id=own)] == ["HT-1"]
    assert contract_page(actor=people.colleague, narrowed=ContractFilter()).count == 0
    with pytest.raises(NotPermitted):
        contract_details(actor=people.colleague, contract_id=page.rows[0].id)
