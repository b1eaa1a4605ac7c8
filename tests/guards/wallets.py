"""Guards of merchant accounts and of layouts of statements, with the rows they are tried on."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models

from huikuan.imports.operations.layouts import LayoutDraft, save_layout
from huikuan.imports.operations.statements import import_statement
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.statements import BankAccountDraft, StatementSource, open_bank_account
from huikuan.receipts.operations.wallets import PayoutDraft, settle_days
from huikuan.receipts.rules import LineDraft, StatementDraft
from huikuan.receipts.wallet_rules import AccountKind, WalletEvent, WalletPart
from tests.books import NOW, Books, new_books
from tests.guards.tables import Guard, changed, copied

DAY = date(2026, 2, 20)


def of_the_bank_line(model: type[models.Model]) -> None:
    """A line of a bill on a statement line that has none, whose net is not gross less fee."""
    copied(line_id=_bank_line(), net_minor=0)(model)


GUARDS: list[Guard] = [
    ("receipts.Wallet", "receipts_wallet_no_bank", changed(kind="BANK")),
    ("receipts.WalletLine", "receipts_wallet_p1", of_the_bank_line),
    ("receipts.WalletSettlement", "receipts_payout_line_once", copied()),
    ("receipts.WalletSettlement", "receipts_payout_of_days", changed(net_minor=0)),
    ("receipts.SettledDay", "receipts_day_paid_once", copied()),
    ("imports.StatementLayout", "imports_layout_version_once", copied(signature="a", name="a")),
    ("imports.StatementLayout", "imports_layout_signature_once", copied(number=9, name="a")),
    ("imports.StatementLayout", "imports_layout_name_once", copied(number=9, signature="a")),
]


def ground() -> None:
    """A merchant account with one day, paid out by a bank line; a layout."""
    books = new_books()
    part = WalletPart(WalletEvent.PAYMENT, "W1", "O1", 60)
    wallet = _taken(books, "cn.wechat.merchant", LineDraft("w", 1, DAY, 10_000, "CNY", wallet=part))
    _taken(books, "cn.generic", LineDraft("b", 1, DAY, 9_940, "CNY"))
    settle_days(actor=SYSTEM, now=NOW, key=books.key(), payout=PayoutDraft(wallet, _bank_line(), DAY, DAY))
    layout = LayoutDraft("版式", ("日", "额"), {"TRADED_DAY": 0, "AMOUNT": 1})
    save_layout(actor=SYSTEM, now=NOW, key=books.key(), layout=layout)


def _bank_line() -> int:
    lines = apps.get_model("receipts.StatementLine")._default_manager.filter(wallet=None)
    return int(lines.order_by("pk").values_list("pk", flat=True)[0])


def _taken(books: Books, file_format: str, line: LineDraft) -> int:
    """An account that took a statement of one line."""
    kind = AccountKind.WECHAT_MERCHANT if line.wallet else AccountKind.BANK
    draft = BankAccountDraft(file_format, "CNY", kind=kind)
    opened = open_bank_account(actor=SYSTEM, now=NOW, key=books.key(), company_id=books.company_id, account=draft)
    account = int(opened["bank_account_id"])
    statement = StatementDraft("", "CNY", file_format, "none", None, None, (line,))
    source = StatementSource("0" * 64, (statement,), "x.csv")
    import_statement(actor=SYSTEM, now=NOW, key=books.key(), bank_account_id=account, source=source)
    return account
