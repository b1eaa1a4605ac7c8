"""Contracts on pages: entered with their days shown first, cautions with articles, events, amendments, papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huikuan.contracts.models import Amendment, Contract, ContractVersion
from huikuan.contracts.rules.terms import Settlement, Trigger
from huikuan.customers.size_rules import Industry
from huikuan.customers.sizes import SizeDraft, declare_own_size, declare_size
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.models import Invoice
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import SIGNED, part, terms
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office
from tests.web.route_lists.contracts import TYPED


def send(office: Office, name: str, args: list[Any], fields: dict[str, Any], who: str = "owner") -> Any:
    key = {"key": KEY + name.replace("_", "")[:20]}
    return office.browser(who).post(reverse(name, args=args), key | fields)


def _address(contract: int) -> str:
    return reverse("contract", args=[contract])


def page(office: Office, contract: int, who: str = "owner") -> str:
    return text_of(office.browser(who).get(_address(contract)))


def test_days_and_amounts_are_shown_before_anything_is_saved(office: Office) -> None:
    typed = TYPED | {"m-0-expected_on": "2026-03-10", "show": "1"}
    answer = send(office, "add_contract", [office.customer], typed)
    assert answer.status_code == 200
    said = text_of(answer)
    assert "What it comes to" in said
    assert "2026-04-09" in said
    assert not Contract.objects.exists()


def test_a_caution_is_seen_once_before_it_is_saved(office: Office) -> None:
    typed = TYPED | {"m-0-trigger": "ACCEPTANCE"}
    said = text_of(send(office, "add_contract", [office.customer], typed))
    assert "no inspection period is agreed" in said
    assert "Civil Code art. 621" in said
    assert not Contract.objects.exists()
    assert send(office, "add_contract", [office.customer], typed | {"seen": "yes"}).status_code == 303
    assert Contract.objects.get().number == "HT-9"


def test_a_late_fee_is_typed_as_the_contract_writes_it_and_stands_for_its_day(office: Office) -> None:
    typed = TYPED | {"late_basis": "AGREED", "late_rate": "日万分之五"}
    assert send(office, "add_contract", [office.customer], typed).status_code == 303
    contract = Contract.objects.get()
    clauses = ContractVersion.objects.get(contract=contract).terms["clauses"]
    assert (clauses["late_rate_bp"], clauses["late_daily_ppm"]) == (0, 500)
    assert "An agreed rate 0.05 % a day" in page(office, contract.pk)
    edited = office.browser("owner").get(reverse("edit_contract", args=[contract.pk])).content.decode()
    assert 'name="late_rate" value="0.05%/day"' in edited


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("", "Give the agreed rate, or choose that no late-payment interest is agreed."),
        ("1000", ""),
        ("1000.01", "at most 1,000 % a year or 5 % a day"),
        ("6%/day", "at most 1,000 % a year or 5 % a day"),
        ("万分之五", "Write 0.05% if it is for a year, 万分之五/day if it is for a day."),
        ("12.345", "two decimals of a per cent a year"),
        ("0.00005%/day", "four of a per cent a day"),
    ],
)
def test_a_late_fee_that_cannot_be_agreed_says_why(office: Office, rate: str, said: str) -> None:
    typed = TYPED | {"late_basis": "AGREED", "late_rate": rate, "seen": "yes"}
    answer = send(office, "add_contract", [office.customer], typed)
    assert answer.status_code == (422 if said else 303)
    assert said in text_of(answer)


def test_a_contract_may_say_that_no_late_interest_is_owed(office: Office) -> None:
    assert send(office, "add_contract", [office.customer], TYPED | {"late_basis": "EXCLUDED"}).status_code == 303
    assert "No late-payment interest, as agreed" in page(office, Contract.objects.get().pk)


def test_a_plan_that_does_not_sum_names_the_difference_and_keeps_what_was_typed(office: Office) -> None:
    answer = send(office, "add_contract", [office.customer], TYPED | {"m-0-share": "90"})
    assert answer.status_code == 422
    said = text_of(answer)
    assert "The milestones are CNY 100.00 short of the contract." in said
    assert 'value="90"' in answer.content.decode()


def test_rows_are_added_without_scripts_and_bad_cells_say_why(office: Office) -> None:
    answer = send(office, "add_contract", [office.customer], TYPED | {"more": "m"})
    assert 'name="m-3-title"' in answer.content.decode()
    bad = TYPED | {"m-0-share": "33.33333", "i-TOTAL_FORMS": "1", "i-0-name": "炉", "i-0-quantity": "x"}
    said = text_of(send(office, "add_contract", [office.customer], bad))
    assert "A percentage has up to four decimals." in said
    assert "Some rows cannot be read" in said


def test_several_new_milestones_are_numbered_in_their_order(office: Office) -> None:
    two = TYPED | {
        "m-TOTAL_FORMS": "2",
        "m-0-share": "40",
        "m-1-title": "尾款",
        "m-1-share": "60",
        "m-1-trigger": "DELIVERY",
    }
    assert send(office, "add_contract", [office.customer], two).status_code == 303
    rows = Contract.objects.get().milestones.order_by("number")
    assert [(row.number, row.title, row.amount_minor) for row in rows] == [(1, "全款", 400_00), (2, "尾款", 600_00)]


def test_items_multiply_by_themselves(office: Office) -> None:
    items = {
        "i-TOTAL_FORMS": "1",
        "i-0-name": "炉",
        "i-0-quantity": "2",
        "i-0-unit_price": "500",
        "i-0-unit": "台",
    }
    assert send(office, "add_contract", [office.customer], TYPED | items).status_code == 303
    contract = Contract.objects.get()
    said = page(office, contract.pk)
    assert "Quantity Unit Unit price Amount 炉 2 台 500 1,000.00" in said
    printed = text_of(office.browser("owner").get(reverse("print_contract", args=[contract.pk])))
    assert printed.count("炉 2 台 500 1,000.00") == 1


def test_a_public_buyers_ninety_days_are_capped_on_the_form(office: Office) -> None:
    typed = TYPED | {"buyer": "PUBLIC", "seller": "SMALL", "m-0-days": "90", "m-0-expected_on": "2026-03-10"}
    said = text_of(send(office, "add_contract", [office.customer], typed))
    assert "by law, not 2026-06-08" in said
    assert "2026-05-09" in said
    assert "Decree 802 on payments to small enterprises, art. 9 para. 1" in said


def declare(office: Office, seller: str = "SMALL", on: date = date(2026, 2, 1)) -> None:
    """The customer declares that he is large, the own company its class."""
    common: dict[str, Any] = {"actor": SYSTEM, "now": office.books.now}
    large = SizeDraft(Industry.MANUFACTURING.value, date(2026, 1, 20), declared_size="LARGE")
    declare_size(key=office.books.key(), customer_id=office.customer, size=large, **common)
    own = SizeDraft(Industry.MANUFACTURING.value, on, declared_size=seller)
    declare_own_size(key=office.books.key(), company_id=office.books.company_id, size=own, **common)


def test_who_buys_and_our_size_come_from_the_files_with_their_days(office: Office) -> None:
    blank = office.browser("owner").get(reverse("add_contract", args=[office.customer]))
    assert "no size is declared" in text_of(blank)
    assert "The size of this own company is not declared." in text_of(blank)
    declare(office)
    answer = office.browser("owner").get(reverse("add_contract", args=[office.customer]))
    form = answer.context["form"]
    assert (form["buyer"].value(), form["seller"].value()) == ("LARGE", "SMALL")
    said = text_of(answer)
    assert "Customer file: Large company, size declared on 2026-01-20." in said
    assert "Our own declaration of 2026-02-01: Small enterprise." in said


def test_a_contract_that_differs_from_the_files_is_a_caution(office: Office) -> None:
    declare(office)
    differs = ("The contract says of the buyer “Other buyer”", "The contract says of us “Large company”")
    said = text_of(send(office, "add_contract", [office.customer], TYPED))
    assert all(one in said for one in differs)
    assert not Contract.objects.exists()
    assert send(office, "add_contract", [office.customer], TYPED | {"seen": "yes"}).status_code == 303
    assert all(one in page(office, Contract.objects.get().pk) for one in differs)
    same = TYPED | {"number": "HT-10", "buyer": "LARGE", "seller": "SMALL", "seen": "yes", "key": KEY + "same"}
    assert send(office, "add_contract", [office.customer], same).status_code == 303
    assert "The contract says of" not in page(office, Contract.objects.get(number="HT-10").pk)


def test_what_was_declared_after_signing_is_not_held_against_a_contract(office: Office) -> None:
    declare(office)
    contract = signed(office.books, office.customer)  # on 2026-01-05
    assert "The contract says of" not in page(office, contract)


def test_an_event_with_its_paper_makes_the_milestone_due(office: Office) -> None:
    contract = signed(office.books, office.customer)
    paper = SimpleUploadedFile("到货单.pdf", b"%PDF-1.4")
    typed = {
        "kind": "DELIVERY",
        "happened_on": "2026-02-09",
        "signatory": "李明",
        "file": paper,
        "invoice_number": "F-77",
    }
    assert send(office, "record_contract_event", [contract], typed).status_code == 303
    invoice = Invoice.objects.get(number="F-77")
    said = page(office, contract)
    assert "李明" in said
    assert "到货单.pdf" in said
    assert "2026-03-11" in said
    assert text_of(office.browser("owner").get(reverse("invoice", args=[invoice.pk]))).count("HT-1") >= 1


def test_a_refused_event_says_why_and_writes_nothing(office: Office) -> None:
    contract = signed(office.books, office.customer)
    answer = send(office, "record_contract_event", [contract], {"kind": "DELIVERY", "happened_on": "2025-12-01"})
    assert answer.status_code == 422
    assert "lies before the signing of the contract" in text_of(answer)


def test_an_amendment_shows_what_it_changes_and_is_adopted(office: Office) -> None:
    contract = signed(office.books, office.customer, terms(1_000_00, _whole()))
    form = office.browser("owner").get(reverse("edit_contract", args=[contract]))
    assert "Draft an amendment" in text_of(form)
    typed = TYPED | {"m-0-number": "1", "m-0-title": "到货款", "reason": "补充协议一", "m-INITIAL_FORMS": "1"}
    assert send(office, "edit_contract", [contract], typed).status_code == 303
    said = page(office, contract)
    assert "Subject of the contract 热处理线一套 备件" in said
    assert "Milestone 1: What is paid 全款 到货款" in said
    assert "milestones.1" not in said
    shown = Amendment.objects.get().pk
    assert f'name="amendment" value="{shown}"' in office.browser("owner").get(_address(contract)).content.decode()
    for _ in range(2):  # the second press is answered as the first
        assert send(office, "step_amendment", [contract, "adopt"], {"amendment": shown}).status_code == 303
    assert Amendment.objects.get().state == "ADOPTED"
    assert Contract.objects.get().version == 2


def test_an_amendment_that_took_the_place_of_the_one_shown_is_not_adopted(office: Office) -> None:
    contract = signed(office.books, office.customer, terms(1_000_00, _whole()))
    typed = TYPED | {"m-0-number": "1", "reason": "补充协议一", "m-INITIAL_FORMS": "1"}
    send(office, "edit_contract", [contract], typed)
    shown = Amendment.objects.get().pk
    send(office, "edit_contract", [contract], typed | {"key": KEY + "another", "reason": "补充协议二"})
    assert send(office, "step_amendment", [contract, "adopt"], {"amendment": shown}).status_code == 409
    assert send(office, "step_amendment", [contract, "adopt"], {}).status_code == 404
    assert Contract.objects.get().version == 1


def test_delivered_goods_count_as_accepted_after_the_inspection_period(office: Office) -> None:
    contract = signed(office.books, office.customer, terms(settlement=Settlement(inspection_days=10)))
    happens(office.books, contract, Trigger.DELIVERY, date(2026, 2, 20))
    assert "count as accepted on 2026-03-02" in page(office, contract)


def test_a_fifth_in_arrears_says_that_the_whole_may_be_called_due(office: Office) -> None:
    three = tuple(
        part(place, f"第{place}期", Trigger.DELIVERY, share) for place, share in enumerate((190, 200, 610), 1)
    )
    contract = signed(office.books, office.customer, terms(1_000_00, three))
    happens(office.books, contract, Trigger.DELIVERY, date(2026, 1, 6), numbers=(1,))
    assert "may be called due" not in page(office, contract)  # 190.00 of 1,000.00 is overdue since 02-05
    happens(office.books, contract, Trigger.DELIVERY, date(2026, 1, 7), numbers=(2,))
    said = page(office, contract)
    assert "CNY 390.00 of the price of CNY 1,000.00 is overdue" in said


def test_a_draft_waits_for_nothing_yet(office: Office) -> None:
    contract = drafted(office.books, office.customer, number="HT-7")
    assert "Trigger is late" not in page(office, contract)


def test_the_list_warns_of_triggers_that_never_came(office: Office) -> None:
    signed(office.books, office.customer)
    said = text_of(office.browser("owner").get(reverse("contracts")))
    assert "HT-1 到货款" in said
    assert "since 2026-02-10, 20 days" in said
    late = text_of(office.browser("owner").get(reverse("contracts") + "?which=LATE"))
    assert "HT-1" in late
    assert office.browser("owner").get(reverse("contracts") + "?format=csv").status_code == 200


def test_an_auditor_reads_and_finds_nothing_to_press(office: Office) -> None:
    contract = signed(office.books, office.customer)
    answer = office.browser("auditor").get(reverse("contract", args=[contract]))
    assert "Record an event" not in text_of(answer)
    assert send(office, "step_contract", [contract, "cancel"], {}, "auditor").status_code == 403


def test_an_event_of_another_contract_is_not_taken_back_here(office: Office) -> None:
    own = signed(office.books, office.customer)
    other = signed(office.books, office.others_customer, number="HT-2")
    done = happens(office.books, other, Trigger.DELIVERY, SIGNED)
    fields = {"event_id": done["event_id"], "effective_date": "2026-03-02", "reason": "误录"}
    assert send(office, "take_contract_event_back", [own], fields).status_code == 404


def _whole() -> Any:
    return (part(1, "全款", Trigger.DELIVERY, 1000),)
