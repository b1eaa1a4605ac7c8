"""Tax invoices of demo customers: booked on their receivables, sent, received, sent back, waiting to be mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, company, people
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.demo.building import Built
from huikuan.integrations.e_invoices.reader import read_invoice
from huikuan.invoicing.operations.reds import RedDraft, RedStep, apply_for_red, move_application
from huikuan.invoicing.operations.sending import Move, hand_over, record_receipt, record_return
from huikuan.invoicing.operations.taking import Taking, take_invoice
from huikuan.invoicing.operations.wishes import WishDraft, set_wishes
from huikuan.invoicing.rules.records import EInvoice
from huikuan.invoicing.rules.states import Handing, RedEvent
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.amount_words import capitals
from huikuan.kernel.identity import credit_code_check
from huikuan.kernel.micros import format_micros, rounded_half_up
from huikuan.kernel.text_amounts import format_amount
from huikuan.receivables.queries.lines import LinedInvoiceRow, lined_invoices

RATE = 13
MOST = 12
_RECEIVED, _SENT, _RETURNED = 5, 9, 10
"""So many were received; up to these places sent and not confirmed, sent back; the rest is not sent yet."""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>{number}</EIid><InherentLabel><InIssuType><LabelCode>{label}</LabelCode></InIssuType><GeneralOrSpecialVAT>
<LabelCode>01</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData><SellerInformation><SellerIdNum>{seller_code}</SellerIdNum>
<SellerName>{seller}</SellerName></SellerInformation><BuyerInformation><BuyerIdNum>{buyer_code}</BuyerIdNum><BuyerName>{buyer}</BuyerName>
</BuyerInformation><BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>
<TotalTax-includedAmount>{gross}</TotalTax-includedAmount><TotalTax-includedAmountInChinese>{words}</TotalTax-includedAmountInChinese>
</BasicInformation>{lines}<AdditionalInformation><Remark>{remark}</Remark></AdditionalInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{issued}</IssueTime></TaxSupervisionInfo></EInvoice>"""
_LINE = """<IssuItemInformation><ItemName>*通用设备*{name}</ItemName><SpecMod>{specification}</SpecMod><MeaUnits>{unit}</MeaUnits>
<Quantity>{quantity}</Quantity><Amount>{net}</Amount><TaxRate>0.13</TaxRate><ComTaxAm>{tax}</ComTaxAm></IssuItemInformation>"""


def fill_tax_invoices(*, built: Built, now: datetime, today: date) -> None:
    """The 数电票 of invoices with lines: with their customers, waiting to be mended, applied to be made red, made red in part."""
    accountant = _accountant()
    company_id = built.companies["CNY"]
    rows = [row for row in lined_invoices(actor=SYSTEM) if row.company_id == company_id and row.currency == "CNY"]
    rows = sorted(rows, key=lambda row: row.id)[:MOST]
    customers = customers_by_id(ids={row.customer_id for row in rows})
    for place, row in enumerate(rows):
        content = _xml(row, customers[row.customer_id], company_id, f"2631200000{place + 10_160:010d}")
        key, at = f"demo:tax-invoice:{place}", now - timedelta(hours=60 - place)
        taking = Taking(company_id, _read(content), f"数电票_{row.number}.xml", content, row.customer_id, row.id)
        done = take_invoice(actor=accountant, now=at, today=at.date(), key=key, taking=taking)
        if done["state"] == "BOOKED":
            _on_its_way(accountant, at, int(done["tax_invoice_id"]), place)
            if place == 0:
                _red_letter(accountant, now, today, int(done["tax_invoice_id"]))
            if place == 1:
                _made_red(accountant, now, row, customers[row.customer_id], f"2631200000{place + 10_160:010d}")
    _waiting(accountant, company_id, now, rows, customers)
    for place, row in enumerate(rows[:3]):
        wish = WishDraft(f"fapiao{place + 1}@example.com", "", 10_000_000_00 if place == 1 else None)
        key = f"demo:invoice-wish:{place}"
        set_wishes(actor=SYSTEM, now=now, key=key, customer_id=row.customer_id, wish=wish, seen=0)


def _on_its_way(actor: Actor, now: datetime, tax_invoice_id: int, place: int) -> None:
    if place >= _RETURNED + 1:
        return
    courier = Move(now.date(), Handing.COURIER, reference=f"SF13100{place:06d}", despite=True)
    key = f"demo:tax-invoice:{place}"
    hand_over(actor=actor, now=now, key=f"{key}:sent", tax_invoice_id=tax_invoice_id, move=courier)
    told = replace(courier, how=Handing.PHONE, who_there="财务部 周会计", reference="")
    if place < _RECEIVED:
        record_receipt(actor=actor, now=now, key=f"{key}:received", tax_invoice_id=tax_invoice_id, move=told)
    elif place >= _SENT:
        back = replace(told, note="开户行账号有误，请重开")
        record_return(actor=actor, now=now, key=f"{key}:returned", tax_invoice_id=tax_invoice_id, move=back)


def _red_letter(actor: Actor, now: datetime, today: date, tax_invoice_id: int) -> None:
    draft = RedDraft(100_00, "销售折让")
    asked = apply_for_red(actor=actor, now=now, today=today, key="demo:red", tax_invoice_id=tax_invoice_id, draft=draft)
    step = RedStep(RedEvent.CONFIRM, "26311126110000000017")
    move_application(actor=actor, now=now, today=today, key="demo:red:confirmed", step=step, **asked)


def _made_red(actor: Actor, now: datetime, row: LinedInvoiceRow, customer: CustomerRow, blue: str) -> None:
    """A rebate of 1,130.00 as a red-letter invoice; another red one names a blue one that is not there and waits."""
    for ending, number in ((192, blue), (193, "25312000000099999999")):
        own_number = f"26312000000000010{ending}"
        remark = f"被红冲蓝字数电票号码：{number} 红字发票信息确认单编号：263111261100000000{ending}"
        line = _LINE.format(name="销售折让", specification="", unit="", quantity="-1", net="-1000.00", tax="-130.00")
        content = _invoice_xml(row.company_id, customer, own_number, (-1_000_00, -130_00), line, remark, now.date())
        taking = Taking(row.company_id, _read(content), f"红字_{own_number}.xml", content, customer.id)
        take_invoice(actor=actor, now=now, today=now.date(), key=f"demo:red:{ending}", taking=taking)


def _waiting(
    actor: Actor, company_id: int, now: datetime, rows: list[LinedInvoiceRow], customers: dict[int, CustomerRow]
) -> None:
    """One whose words are not its figures, one of an unknown buyer."""
    row, customer = rows[0], customers[rows[0].customer_id]
    wrong = _xml(row, customer, company_id, "26312000000000010190")
    unknown = _xml(
        row, replace(customer, id=0, name="上海东澜精密机械有限公司", tax_code=""), company_id, "26312000000000010191"
    )
    for place, content in enumerate((wrong, unknown)):
        invoice = _read(content)
        invoice = replace(invoice, words=capitals(minor=invoice.gross_minor + 90_00)) if place == 0 else invoice
        taking = Taking(company_id, invoice, f"数电票_待处理{place + 1}.xml", content)
        key = f"demo:tax-invoice:waiting:{place}"
        take_invoice(actor=actor, now=now, today=now.date(), key=key, taking=taking)


def _read(content: bytes) -> EInvoice:
    found = read_invoice(content=content)
    if not isinstance(found, EInvoice):
        raise ValueError(found.code)
    return found


def _xml(row: LinedInvoiceRow, customer: CustomerRow, company_id: int, number: str) -> bytes:
    """The 数电票 of an invoice whose lines include tax."""
    net_sum, tax_sum, lines = 0, 0, ""
    for line in row.lines:
        net = rounded_half_up(numerator=line.amount_minor * 100, denominator=100 + RATE)
        net_sum, tax_sum = net_sum + net, tax_sum + line.amount_minor - net
        lines += _LINE.format(
            name=line.name,
            specification=line.specification,
            unit=line.unit,
            quantity=format_micros(micros=line.quantity_micros, least_decimals=0).replace(",", ""),
            net=_yuan(net),
            tax=_yuan(line.amount_minor - net),
        )
    sums = (net_sum, tax_sum)
    return _invoice_xml(company_id, customer, number, sums, lines, row.number, row.issue_date)


def _invoice_xml(  # noqa: PLR0913
    company_id: int, customer: CustomerRow, number: str, sums: tuple[int, int], lines: str, remark: str, issued: date
) -> bytes:
    """The 数电票 of net and tax, fen; below zero it is a red-letter one."""
    own, gross = company(company_id=company_id), sum(sums)
    return _HEAD.format(
        number=number,
        label="N" if gross < 0 else "Y",
        seller=own.name,
        seller_code=own.tax_code,
        buyer=customer.name,
        buyer_code=customer.tax_code or _made_up_code(customer.id),
        net=_yuan(sums[0]),
        tax=_yuan(sums[1]),
        gross=_yuan(gross),
        words="" if gross < 0 else capitals(minor=gross),
        lines=lines,
        remark=remark,
        issued=issued.isoformat(),
    ).encode()


def _made_up_code(customer_id: int) -> str:
    """A code with a right check character, where the customer's file has none."""
    first = f"91310000{customer_id:09d}"
    return first + credit_code_check(first_seventeen=first)


def _yuan(minor: int) -> str:
    return format_amount(minor=minor, currency="CNY", grouped=False)


def _accountant() -> Actor:
    user_id = next(row.id for row in people().values() if "AR_ACCOUNTANT" in row.roles)
    return actor_of(user_id=user_id) or SYSTEM
