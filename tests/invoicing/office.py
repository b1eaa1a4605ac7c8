"""Tax invoices of 甲公司 to 蓝天机械, and their intake, in short form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from huikuan.accounts.models import Company
from huikuan.invoicing.operations.taking import Taking, take_invoice
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Line, Party
from huikuan.kernel.actor import SYSTEM
from tests.books import Books

TODAY = date(2026, 3, 2)
BUYER = Party("蓝天机械有限公司", "91310000100000001X")
CONTENT = b"<EInvoice/>"


def blue_invoice(number: str, *, net: int, tax: int, **more: Any) -> EInvoice:
    """A special invoice of 13 %, amounts in fen, with one line."""
    line = Line("*通用设备*水泵", net, tax, 130_000, 100_000_000, "", "SB-40", "台")
    plain = EInvoice(
        format=Format.CN_XML,
        number=number,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        kind=Kind.SPECIAL,
        is_red=net < 0,
        issue_date=date(2026, 2, 10),
        buyer=BUYER,
        lines=(line,),
    )
    return replace(plain, **more)


def red_invoice(number: str, original: str, *, net: int, tax: int, confirmed: str = "26040000000000000009") -> EInvoice:
    """A red-letter invoice on a blue one."""
    return blue_invoice(
        number,
        net=net,
        tax=tax,
        issue_date=date(2026, 3, 1),
        original_number=original,
        confirmation_number=confirmed,
    )


def take(books: Books, invoice: EInvoice, **more: Any) -> dict[str, Any]:
    """The intake of an invoice by 甲公司, who is its seller unless it names another."""
    own = Company.objects.get(pk=books.company_id)
    if invoice.seller == Party():
        invoice = replace(invoice, seller=Party(own.name, own.tax_code))
    taking = Taking(books.company_id, invoice, more.pop("name", f"{invoice.number}.xml"), more.pop("content", CONTENT))
    return take_invoice(
        actor=more.pop("actor", SYSTEM),
        now=books.now,
        today=more.pop("today", TODAY),
        key=books.key(),
        taking=replace(taking, **more),
    )
