"""Who may call the pages of merchant accounts and of layouts of statements; the colleague comes after the owner."""

from __future__ import annotations

from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post

FIRST = "2026-02-20"


def taken(office: Office, name: str, account: int, content: str) -> None:
    """A statement file in an account of the office."""
    from huikuan.jobs.import_statement import StatementOrder, import_statement_file
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.queries.bank_accounts import bank_accounts
    from tests.books import NOW

    row = next(one for one in bank_accounts(actor=SYSTEM) if one.id == account)
    order = StatementOrder(row, content.encode(), name)
    import_statement_file(actor=SYSTEM, now=NOW, key=office.books.key(), order=order)


def account(office: Office, name: str) -> int:
    """A bank account of the office's company."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
    from tests.books import NOW

    done = open_bank_account(
        actor=SYSTEM,
        now=NOW,
        key=office.books.key(),
        company_id=office.books.company_id,
        account=BankAccountDraft(f"{name} {office.books.key()}", "CNY"),
    )
    return int(done["bank_account_id"])


def wallet(office: Office) -> dict[str, Any]:
    """A merchant account with a day, a refund whose payment is unknown, and a bank line without the provider's name."""
    from tests.merchant_bills import wechat_bill

    found = account(office, "微信")
    bill = wechat_bill(
        (f"{FIRST} 09:00:00", "W1", "O1", "pay", "100.00", "0.60000", "配件"),
        ("2026-02-19 09:00:00", "W0", "O0", "refund", "10.00", "-0.06000", "退货"),
    )
    taken(office, "bill.csv", found, bill)
    line = f"交易时间,收入金额,支出金额,账户余额,对方户名,交易用途\n{FIRST} 18:00:00,99.40,,599.40,王小明,转账"
    taken(office, "bank.csv", account(office, "工行"), line)
    return {"bank_account_id": found}


def payout(office: Office) -> dict[str, Any]:
    """The bank line that equals the day."""
    from huikuan.receipts.models import StatementLine

    line = StatementLine.objects.filter(amount_minor=9_940).order_by("-pk").values_list("pk", flat=True)[0]
    return {"line_id": line, "first_day": FIRST, "last_day": FIRST}


def settled(office: Office) -> dict[str, Any]:
    """A payout that was taken."""
    from datetime import date

    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.wallets import PayoutDraft, settle_days
    from tests.books import NOW

    found = wallet(office)
    day = date.fromisoformat(FIRST)
    draft = PayoutDraft(found["bank_account_id"], payout(office)["line_id"], day, day)
    done = settle_days(actor=SYSTEM, now=NOW, key=office.books.key(), payout=draft)
    return {**found, "settlement_id": done["settlement_id"]}


def waiting(office: Office) -> dict[str, Any]:
    """The refund that waits, and the receipt of the payment it is said to belong to."""
    from huikuan.receipts.models import Receipt, WalletLine

    line = WalletLine.objects.filter(event="REFUND").order_by("-pk").values_list("pk", flat=True)[0]
    number = Receipt.objects.filter(method="WECHAT_PAY").order_by("-pk").values_list("number", flat=True)[0]
    return {"line_id": line, "receipt_number": number}


def layout(office: Office) -> dict[str, Any]:
    """A layout that somebody saved."""
    from huikuan.imports.operations.layouts import LayoutDraft, save_layout
    from huikuan.kernel.actor import SYSTEM
    from tests.books import NOW

    key = office.books.key()
    draft = LayoutDraft(f"某银行 {key}", ("Wann", "Wieviel", key), {"TRADED_DAY": 0, "AMOUNT": 1})
    return {"number": save_layout(actor=SYSTEM, now=NOW, key=key, layout=draft)["number"]}


ROUTES: tuple[Route, ...] = (
    get("wallets", (403, 200, 403)),
    get("wallet", (403, 200, 403), wallet),
    get("wallet", (403, 200, 403), wallet, query="?which=OPEN&sort=net"),
    get("wallet", (403, 200, 403), wallet, query="?format=csv"),
    get("wallet", (403, 404, 403), lambda _: {"bank_account_id": 999_999}),
    post("settle_wallet", (403, 303, 403), wallet, payout),
    post(
        "settle_wallet",
        (403, 422, 403),
        wallet,
        lambda o: {**payout(o), "first_day": "2026-02-21", "last_day": "2026-02-22"},
    ),
    post("undo_settlement", (403, 303, 403), settled, NOTHING),
    post("undo_settlement", (403, 404, 403), lambda o: {**wallet(o), "settlement_id": 999_999}, NOTHING),
    post("book_wallet_refund", (403, 422, 403), wallet, waiting),
    get("explain_statement", (403, 404, 403)),
    post("save_statement_layout", (403, 404, 403), NOTHING, NOTHING),
    get("statement_layouts", (403, 200, 403)),
    get("edit_statement_layout", (403, 200, 403), layout),
    get("edit_statement_layout", (403, 404, 403), lambda _: {"number": 999_999}),
    post(
        "edit_statement_layout",
        (403, 303, 403),
        layout,
        lambda _: {"name": "改名", "column_0": "TRADED_DAY", "column_1": "AMOUNT", "seen": "1"},
    ),
    post("end_statement_layout", (403, 303, 403), layout, NOTHING),
)
