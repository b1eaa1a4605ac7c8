"""Given somebody who works for some of our companies, when an act names another one, it is refused and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind
from huikuan.audit.models import Act
from huikuan.bills.operations.agreements import IouDraft, Paper, SetOffDraft, record_iou, set_off
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.other_forms import NoteKind, SetOffKind
from huikuan.contracts.operations.drafting import ContractDraft, draft_contract
from huikuan.disputes.operations import open_dispute
from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
from huikuan.guests.operations.links import LinkDraft, make_link
from huikuan.imports.operations.lists import import_file
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, refuse_other_company
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.promises.operations.extending import ask_extension
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, ExtensionDraft, PromiseDraft
from huikuan.receipts.debt_order import Order
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts, reverse_allocations
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receipts.operations.ordering import DebtOrderDraft, set_debt_order
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.operations.wallets import PayoutDraft, settle_days
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receipts.wallet_rules import AccountKind
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.rules import InstalmentDraft
from tests.books import Books, new_books
from tests.contracts.agreed import terms
from tests.imports.lists import order as import_order
from tests.invoicing.office import blue_invoice, take

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2026, 2, 20), date(2026, 3, 2)
PAPER = Paper("协议.pdf", b"%PDF-1.4 signed")
Call = Callable[[Mapping[str, Any], Books], Any]


def a_set_off(who: Mapping[str, Any], books: Books) -> Any:
    draft = SetOffDraft(
        books.customer("乙公司"), SetOffKind.AGREEMENT, 1_000, "CNY", DAY, DAY, "甲方、乙公司", "加工费 10.00"
    )
    return set_off(**who, company_id=books.company_id, draft=draft, paper=PAPER)


def an_iou(who: Mapping[str, Any], books: Books) -> Any:
    draft = IouDraft(books.customer("乙公司"), NoteKind.DEBT, 1_000, "CNY", DAY, date(2026, 6, 30), "王经理")
    return record_iou(**who, company_id=books.company_id, draft=draft, paper=PAPER)


def a_voucher(who: Mapping[str, Any], books: Books) -> Any:
    draft = PaperDraft(
        ReceiptMethod.VOUCHER, "YX-1", "丙方集团", DAY, DAY, books.customer("乙公司"), date(2026, 6, 30), amount_minor=1
    )
    return receive_paper(**who, company_id=books.company_id, draft=draft)


def money(who: Mapping[str, Any], books: Books) -> Any:
    return record_receipts(**who, company_id=books.company_id, receipts=[ReceiptDraft(DAY, "CNY", 1_000)])


def an_allocation(who: Mapping[str, Any], books: Books) -> Any:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    drafts = [AllocationDraft(books.receipt(1_000, buyer).pk, (Share(item.pk, 1_000),))]
    return allocate_receipts(**who, company_id=books.company_id, allocations=drafts)


def an_allocation_undone(who: Mapping[str, Any], books: Books) -> Any:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    ids = books.allocate(books.receipt(1_000, buyer), (item, 1_000))
    return reverse_allocations(**who, posting_ids=ids, effective_date=TODAY)


def an_account(who: Mapping[str, Any], books: Books) -> Any:
    return open_bank_account(**who, company_id=books.company_id, account=BankAccountDraft("工行", "CNY", "1", "工行"))


def an_invoice(who: Mapping[str, Any], books: Books) -> Any:
    draft = InvoiceDraft(books.customer("乙公司"), "F001", DAY, "CNY", (InstalmentDraft(DAY, 1_000),))
    return register_invoices(**who, company_id=books.company_id, invoices=[draft])


def an_order_of_debts(who: Mapping[str, Any], books: Books) -> Any:
    return set_debt_order(**who, draft=DebtOrderDraft(books.company_id, Order.OLDEST_DUE, "总经理决定", 0))


def a_promise(who: Mapping[str, Any], books: Books) -> Any:
    buyer = books.customer("乙公司")
    books.invoice(buyer, "F001", 1_000)
    draft = PromiseDraft(buyer, books.company_id, "CNY", 1_000, date(2026, 3, 20), "王经理", Channel.CALL)
    return make_promise(**who, today=TODAY, draft=draft)


def an_extension(who: Mapping[str, Any], books: Books) -> Any:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    draft = ExtensionDraft(buyer, books.company_id, "CNY", (item.pk,), date(2026, 3, 20), "资金紧张", "王经理")
    return ask_extension(**who, today=TODAY, draft=draft)


def a_dispute(who: Mapping[str, Any], books: Books) -> Any:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    draft = DisputeDraft(buyer, books.company_id, "CNY", Reason.QUALITY, "有破损", (DisputedItem(item.pk, 500),))
    return open_dispute(**who, today=TODAY, draft=draft)


def a_link(who: Mapping[str, Any], books: Books) -> Any:
    draft = LinkDraft(books.customer("乙公司"), "zh-hans", books.company_id)
    return make_link(**who, draft=draft)


def a_contact(who: Mapping[str, Any], books: Books) -> Any:
    draft = ActivityDraft(
        books.customer("乙公司"), ActivityKind.NOTE, who["now"], "已了解", company_id=books.company_id
    )
    return record_activity(**who, today=TODAY, activity=draft)


def a_contract(who: Mapping[str, Any], books: Books) -> Any:
    draft = ContractDraft(books.customer("乙公司"), "HT-1", terms())
    return draft_contract(**who, today=TODAY, company_id=books.company_id, contract=draft)


def a_tax_invoice(who: Mapping[str, Any], books: Books) -> Any:
    books.customer("蓝天机械有限公司")
    return take(books, blue_invoice("26312000000000000001", net=1_000, tax=130), actor=who["actor"])


def a_list_of_invoices(who: Mapping[str, Any], books: Books) -> Any:
    rows = [["F001", "乙公司", "2026-01-10", "2026-02-09", "10.00"]]
    return import_file(**who, today=TODAY, order=import_order(books.company_id, rows))


def a_matching_run(who: Mapping[str, Any], books: Books) -> Any:
    buyer = books.customer("乙方机电有限公司")
    books.invoice(buyer, "INV-202601-00040017", 98_765_43)
    account = BankAccountDraft("工行", "CNY", "1", "工行")
    told: dict[str, Any] = {"actor": SYSTEM, "now": books.now, "key": books.key(), "company_id": books.company_id}
    account_id = open_bank_account(**told, account=account)["bank_account_id"]
    said: dict[str, Any] = {
        "payer_name": "乙方机电有限公司",
        "reference": "INV-202601-00040017",
        "bank_account_id": account_id,
    }
    books.receipt(98_765_43, None, **said)
    return run_matching(actor=who["actor"], now=who["now"], company_id=books.company_id)


ACTS: tuple[Call, ...] = (
    a_contact,
    a_contract,
    a_tax_invoice,
    a_list_of_invoices,
    a_matching_run,
    a_set_off,
    an_iou,
    a_voucher,
    money,
    an_allocation,
    an_allocation_undone,
    an_account,
    an_invoice,
    an_order_of_debts,
    a_promise,
    an_extension,
    a_dispute,
    a_link,
)


def somebody(*company_ids: int) -> Actor:
    """Somebody who may do everything, in these own companies."""
    return replace(SYSTEM, name="李", kind=ActorKind.PERSON, company_ids=frozenset(company_ids))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_in_a_company_that_one_does_not_see_is_refused(act: Call) -> None:
    books, other = new_books(), new_books("甲二进出口有限公司")
    who = {"now": books.now, "key": books.key()}
    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        act({**who, "actor": somebody(other.company_id)}, books)
    assert not Act.objects.filter(actor_name="李").exists()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_in_a_company_that_one_sees_it_is_done(act: Call) -> None:
    """Negative control: nothing but the company stood in the way."""
    books = new_books()
    act({"actor": somebody(books.company_id), "now": books.now, "key": books.key()}, books)
    assert Act.objects.filter(actor_name="李", company_id=books.company_id).exists()


def test_a_payout_of_a_merchant_account_that_one_does_not_see_is_refused() -> None:
    books, other = new_books(), new_books("甲二进出口有限公司")
    draft = BankAccountDraft("微信支付", "CNY", "1900000109", "财付通", AccountKind.WECHAT_MERCHANT)
    done = open_bank_account(actor=SYSTEM, now=books.now, key=books.key(), company_id=books.company_id, account=draft)
    payout = PayoutDraft(done["bank_account_id"], 987_654, DAY, DAY)
    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        settle_days(actor=somebody(other.company_id), now=books.now, key=books.key(), payout=payout)
    with pytest.raises(Refused, match="LINE_UNKNOWN"):  # negative control: he who sees the company reads about the line
        settle_days(actor=somebody(books.company_id), now=books.now, key=books.key(), payout=payout)


def test_what_is_about_every_company_is_for_who_sees_every_company() -> None:
    refuse_other_company(actor=SYSTEM, company_id=None)
    refuse_other_company(actor=SYSTEM, company_id=7)
    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        refuse_other_company(actor=somebody(7), company_id=None)
