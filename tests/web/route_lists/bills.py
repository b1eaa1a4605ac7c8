"""Who may call the pages of bills, cash with colleagues, deposits, set-off and IOUs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post, receipt

NUMBER = "510210009999620260115000001234"
PDF = b"%PDF-1.4"


def part(office: Office) -> dict[str, Any]:
    """One more bill in hand that the owner's customer gave, with a number of its own."""
    from huikuan.bills.models import Bill
    from huikuan.bills.operations.receiving import PaperDraft, receive_paper
    from huikuan.bills.rules.numbers import BillRange
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.rules import ReceiptMethod

    draft = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number=str(int(NUMBER) + Bill.objects.count()),
        acceptor="中国工商银行",
        issued_on=date(2026, 1, 15),
        matures_on=date(2026, 7, 15),
        received_on=date(2026, 2, 20),
        customer_id=office.customer,
        range=BillRange(1, 500_000),
    )
    done = receive_paper(actor=SYSTEM, now=NOW, key=office.books.key(), company_id=office.books.company_id, draft=draft)
    return {"part_id": done["part_id"]}


def pledged(office: Office) -> dict[str, Any]:
    """A bill that was pledged: the last step can be undone."""
    from huikuan.bills.operations.passing import Passing, pledge_part
    from huikuan.kernel.actor import SYSTEM

    found = part(office)
    pledge_part(actor=SYSTEM, now=NOW, key=office.books.key(), passing=Passing("工商银行", date(2026, 2, 25)), **found)
    return found


def discounted(office: Office) -> dict[str, Any]:
    """A discounted bill whose money no bank line shows yet."""
    from huikuan.bills.models import BillEvent
    from huikuan.bills.operations.passing import Passing, Terms, discount_part
    from huikuan.kernel.actor import SYSTEM

    found = part(office)
    passing = Passing("工商银行", date(2026, 2, 25))
    discount_part(actor=SYSTEM, now=NOW, key=office.books.key(), passing=passing, terms=Terms(rate_ppm=0), **found)
    return {**found, "event_id": BillEvent.objects.get(event="DISCOUNT", part=found["part_id"]).pk}


def cash(office: Office) -> dict[str, Any]:
    """Cash of the owner's customer that the owner took."""
    from huikuan.receipts.rules import ReceiptMethod

    row = office.books.receipt(5_000, office.customer, method=ReceiptMethod.CASH, taken_by_id=office.people["owner"])
    return {"receipt_id": row.pk}


def bank_line(office: Office) -> int:
    """Money on a company account that nobody is named for."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account

    account = open_bank_account(
        actor=SYSTEM,
        now=NOW,
        key=office.books.key(),
        company_id=office.books.company_id,
        account=BankAccountDraft("工行", "CNY", "1102", "工商银行"),
    )["bank_account_id"]
    return int(office.books.receipt(500_000, on=date(2026, 2, 26), bank_account_id=account).pk)


def line(_: Office) -> int:
    """The money on a company account that is there."""
    from huikuan.receipts.models import Receipt

    return int(Receipt.objects.get(bank_account__isnull=False).pk)


def discounted_and_line(office: Office) -> dict[str, Any]:
    """A discounted bill, and the bank line that shows its money."""
    bank_line(office)
    return discounted(office)


def cash_and_line(office: Office) -> dict[str, Any]:
    """Cash with a colleague, and a bank line that shows it."""
    bank_line(office)
    return cash(office)


def banked(office: Office) -> dict[str, Any]:
    """Cash of which a bank line shows a part."""
    from huikuan.bills.operations.cash import bank_cash
    from huikuan.kernel.actor import SYSTEM

    found = cash(office)
    of = {"line_receipt_id": bank_line(office), "amount_minor": 2_000}
    done = bank_cash(actor=SYSTEM, now=NOW, key=office.books.key(), **of, **found)
    return {**found, "step_id": done["step_id"]}


def deposit(office: Office) -> dict[str, Any]:
    """A deposit of the owner's customer."""
    from huikuan.bills.operations.deposits import DepositDraft, keep_as_deposit
    from huikuan.bills.rules.other_forms import DepositKind
    from huikuan.kernel.actor import SYSTEM

    row = office.books.receipt(9_000, office.customer)
    draft = DepositDraft(row.pk, DepositKind.EARNEST, 9_000, date(2026, 2, 25))
    done = keep_as_deposit(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)
    return {"deposit_id": done["deposit_id"]}


def _what(name: str) -> Any:
    return lambda office: {**part(office), "what": name}


def _new_bill(office: Office) -> dict[str, Any]:
    return {
        "customer": office.customer,
        "kind": "BANK_BILL",
        "number": NUMBER,
        "range": "1-500000",
        "received_on": "2026-02-20",
        "issued_on": "2026-01-15",
        "matures_on": "2026-07-15",
        "acceptor": "中国工商银行",
        "is_continuous": "on",
    }


def _set_off(office: Office) -> dict[str, Any]:
    return {
        "customer": office.customer,
        "kind": "AGREEMENT",
        "amount": "100.00",
        "on": "2026-03-01",
        "signed_on": "2026-03-01",
        "parties": "甲、乙",
        "our_debt": "应付货款",
        "file": SimpleUploadedFile("a.pdf", PDF),
    }


def _iou(office: Office) -> dict[str, Any]:
    return {
        "customer": office.customer,
        "kind": "DEBT",
        "amount": "100.00",
        "signed_on": "2026-03-01",
        "due_on": "2026-04-01",
        "signed_by": "王某",
        "file": SimpleUploadedFile("a.pdf", PDF),
    }


def a_set_off(office: Office) -> dict[str, Any]:
    """A set-off with the owner's customer."""
    from huikuan.bills.operations.agreements import Paper, SetOffDraft, set_off
    from huikuan.bills.rules.other_forms import SetOffKind
    from huikuan.kernel.actor import SYSTEM

    day = date(2026, 3, 1)
    draft = SetOffDraft(office.customer, SetOffKind.AGREEMENT, 10_000, "CNY", day, day, "甲、乙", "应付货款")
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "key": office.books.key()}
    done = set_off(**who, company_id=office.books.company_id, draft=draft, paper=Paper("抵账协议.pdf", PDF))
    return {"set_off_id": done["set_off_id"]}


def an_iou(office: Office) -> dict[str, Any]:
    """A note of debt of the owner's customer."""
    from huikuan.bills.operations.agreements import IouDraft, Paper, record_iou
    from huikuan.bills.rules.other_forms import NoteKind
    from huikuan.kernel.actor import SYSTEM

    draft = IouDraft(office.customer, NoteKind.DEBT, 10_000, "CNY", date(2026, 3, 1), date(2026, 4, 1), "王某")
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "key": office.books.key()}
    done = record_iou(**who, company_id=office.books.company_id, draft=draft, paper=Paper("欠条.pdf", PDF))
    return {"iou_id": done["iou_id"]}


def _list_file(_: Office) -> dict[str, Any]:
    text = "承兑人名称,类别,起始日期\n恒昌置业发展有限公司,持续逾期,2026-01-31\n"
    return {"source": "票交所", "file": SimpleUploadedFile("list.csv", text.encode())}


def _kept(office: Office) -> dict[str, Any]:
    return {"kind": "EARNEST", "amount": "1.00", "on": "2026-03-02"}


ROUTES: tuple[Route, ...] = (
    get("bills", (200, 200, 200)),
    get("bills", (200, 200, 200), query="?format=csv"),
    get("add_bill", (403, 200, 403)),
    post("add_bill", (403, 303, 403), NOTHING, _new_bill),
    get("bill", (200, 200, 404), part),
    post("undo_bill", (403, 303, 403), pledged, lambda _: {}),
    get("bill_act", (403, 200, 403), _what("endorse")),
    post("bill_act", (403, 303, 403), _what("endorse"), lambda _: {"to": "丁", "on": "2026-03-02"}),
    get("link_bill", (403, 200, 403), discounted),
    post("link_bill", (403, 303, 403), discounted_and_line, lambda o: {"line": line(o), "on": "2026-02-26"}),
    get("acceptors", (200, 200, 200)),
    post("take_watch_list", (403, 303, 403), NOTHING, _list_file),
    get("cash", (200, 200, 200)),
    get("bank_cash", (403, 200, 403), cash),
    post("bank_cash", (403, 303, 403), cash_and_line, lambda o: {"line": line(o), "amount": "20.00"}),
    post("undo_cash", (403, 303, 403), banked, lambda _: {}),
    get("deposits", (200, 200, 200)),
    get("keep_deposit", (403, 200, 403), receipt),
    post("keep_deposit", (403, 303, 403), receipt, _kept),
    get("use_deposit", (200, 200, 404), deposit),
    post(
        "use_deposit",
        (403, 303, 404),
        deposit,
        lambda _: {"event": "APPLY", "amount": "10.00", "on": "2026-03-02"},
    ),
    get("agreements", (200, 200, 200)),
    get("set_off_paper", (200, 200, 404), a_set_off),
    get("iou_paper", (200, 200, 404), an_iou),
    get("add_set_off", (403, 200, 403)),
    post("add_set_off", (403, 303, 403), NOTHING, _set_off),
    get("add_iou", (200, 200, 200)),
    post("add_iou", (303, 303, 404), NOTHING, _iou),
    get("bill_policy", (200, 200, 200)),
    post("change_bill_policy", (403, 403, 403), NOTHING, lambda _: {"seen": "0"}),
    post("say_of_acceptor", (403, 403, 403), NOTHING, lambda _: {"name": "甲银行", "source": "制度"}),
)
