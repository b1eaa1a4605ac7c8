"""Every format of our own making: each field by hand."""

from datetime import date

import pytest

from huikuan.integrations.e_invoices.printed import read_printed
from huikuan.integrations.e_invoices.reader import read_invoice
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Party, ReadFault
from tests.integrations.e_invoices.samples import (
    CII,
    OFD_PAGE,
    OFD_TAGS,
    ofd,
    pdf,
    shudian,
    text_object,
    ubl,
)

BUYER = Party("蓝天机械有限公司", "91310000100000001X")


def test_shudian_xml():
    one = read_invoice(content=shudian())
    assert isinstance(one, EInvoice)
    assert (one.number, one.issue_date, one.kind, one.is_red) == (
        "26312000002160569446",
        date(2026, 2, 10),
        Kind.SPECIAL,
        False,
    )
    assert (one.net_minor, one.tax_minor, one.gross_minor, one.words) == (100_000, 13_000, 113_000, "壹仟壹佰叁拾圆整")
    assert (one.buyer, one.contract_number) == (BUYER, "HT-2026-01")
    (line,) = one.lines
    assert (line.name, line.specification, line.unit, line.quantity_micros) == (
        "*通用设备*水泵",
        "SB-40",
        "台",
        10_000_000,
    )
    assert (line.net_minor, line.tax_minor, line.rate_micros) == (100_000, 13_000, 130_000)
    assert [(part.rate_micros, part.net_minor, part.tax_minor) for part in one.taxes] == [(130_000, 100_000, 13_000)]


def test_a_red_letter_says_its_blue_one_in_the_remark():
    remark = "被红冲蓝字数电票号码：26312000002160569446 红字发票信息确认单编号：26040000000000000001"
    one = read_invoice(content=shudian(issue="N", net="-1000.00", tax="-130.00", gross="-1130.00", remark=remark))
    assert isinstance(one, EInvoice)
    assert (one.is_red, one.gross_minor) == (True, -113_000)
    assert (one.original_number, one.confirmation_number) == ("26312000002160569446", "26040000000000000001")


def test_gb18030_is_read_as_declared():
    content = shudian().decode().replace('encoding="UTF-8"', 'encoding="GB18030"').encode("gb18030")
    assert read_invoice(content=content) == read_invoice(content=shudian())


@pytest.mark.parametrize(("is_credit", "sign"), [(False, 1), (True, -1)])
def test_ubl(is_credit, sign):
    one = read_invoice(content=ubl(is_credit=is_credit))
    assert isinstance(one, EInvoice)
    assert (one.format, one.number, one.currency, one.is_red) == (Format.UBL, "R-7", "EUR", is_credit)
    assert (one.net_minor, one.tax_minor, one.gross_minor) == (sign * 9_000, sign * 1_710, sign * 10_710)
    assert (one.adjustment_minor, one.lines[0].net_minor) == (sign * -1_000, sign * 10_000)
    assert (one.issue_date, one.due_date) == (date(2026, 2, 10), date(2026, 3, 12))
    assert (one.seller, one.buyer) == (Party("Us GmbH", "DE1"), Party("Buyer AG", ""))
    assert (one.original_number, one.contract_number, one.lines[0].item_code) == ("R-1", "V-9", "P-1")
    assert [(part.rate_micros, part.tax_minor) for part in one.taxes] == [(190_000, sign * 1_710)]


@pytest.mark.parametrize(("kind", "sign"), [("380", 1), ("381", -1)])
def test_cii(kind, sign):
    one = read_invoice(content=CII.format(kind=kind).encode())
    assert isinstance(one, EInvoice)
    assert (one.format, one.number, one.currency) == (Format.CII, "F-8", "EUR")
    assert (one.net_minor, one.tax_minor, one.gross_minor) == (sign * 10_000, sign * 2_000, sign * 12_000)
    assert (one.issue_date, one.due_date) == (date(2026, 2, 10), date(2026, 3, 12))
    assert (one.seller, one.buyer) == (Party("Nous SA", "FR11"), Party("Acheteur SA", ""))
    assert (one.lines[0].name, one.lines[0].rate_micros, one.lines[0].quantity_micros) == (
        "Pompe",
        200_000,
        sign * 2_000_000,
    )
    assert one.original_number == "F-1"


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "rechnung.xml"])
def test_factur_x(name):
    one = read_invoice(content=pdf(attached=CII.format(kind="380").encode(), name=name))
    assert isinstance(one, EInvoice)
    assert (one.format, one.number, one.gross_minor) == (Format.FACTUR_X, "F-8", 12_000)


def test_ofd_with_its_xml():
    one = read_invoice(content=ofd({"Doc_0/Attachs/original_invoice.xml": shudian()}))
    assert isinstance(one, EInvoice)
    assert (one.format, one.number, one.gross_minor) == (Format.CN_OFD, "26312000002160569446", 113_000)


def test_ofd_with_named_data():
    data = {
        "发票号码": "26312000002160569446",
        "开票日期": "2026年02月10日",
        "合计金额": "1000.00",
        "合计税额": "130.00",
    }
    data |= {"购买方名称": BUYER.name, "购买方纳税人识别号": BUYER.tax_code, "价税合计": "1130.00"}
    one = read_invoice(content=ofd({"Doc_0/Document.xml": "<Document/>"}, data))
    assert isinstance(one, EInvoice)
    assert (one.issue_date, one.gross_minor, one.buyer) == (date(2026, 2, 10), 113_000, BUYER)


def test_ofd_with_tags_on_its_text():
    texts = {
        11: "26312000002160569446",
        12: "2026年02月10日",
        13: "1000.00",
        14: "130.00",
        15: "1130.00",
        16: BUYER.name,
    }
    names = (
        "InvoiceNo",
        "IssueDate",
        "TaxExclusiveTotalAmount",
        "TaxTotalAmount",
        "TaxInclusiveTotalAmount",
        "BuyerName",
    )
    tags = "".join(
        f"<fp:{name}><ofd:ObjectRef>{pk}</ofd:ObjectRef></fp:{name}>" for name, pk in zip(names, texts, strict=True)
    )
    page = OFD_PAGE.format(objects="".join(text_object(pk, 10, pk, text) for pk, text in texts.items()))
    entries = {"Doc_0/Pages/Page_0/Content.xml": page, "Doc_0/Tags/CustomTag.xml": OFD_TAGS.format(tags=tags)}
    one = read_invoice(content=ofd(entries))
    assert isinstance(one, EInvoice)
    assert (one.number, one.issue_date, one.gross_minor, one.buyer.name) == (
        "26312000002160569446",
        date(2026, 2, 10),
        113_000,
        BUYER.name,
    )


PRINTED = """电子发票（增值税专用发票） 发票号码：26312000002160569446 开票日期：2026年02月10日
名称：蓝天机械有限公司 名称：甲方贸易有限公司
统一社会信用代码/纳税人识别号：91310000100000001X 统一社会信用代码/纳税人识别号：91310000MA1K35XX1A
*通用设备*水泵 SB-40 台 10 100 1000.00 13% 130.00
合 计 ¥1000.00 ¥130.00
价税合计（大写） 壹仟壹佰叁拾圆整 （小写）¥1130.00
备注 合同编号：HT-2026-01"""


def test_printed_text_is_read_and_marked():
    one = read_printed(text=PRINTED, form=Format.PDF_TEXT)
    assert one.is_read_from_text
    assert (one.number, one.issue_date, one.kind) == ("26312000002160569446", date(2026, 2, 10), Kind.SPECIAL)
    assert (one.net_minor, one.tax_minor, one.gross_minor, one.words) == (100_000, 13_000, 113_000, "壹仟壹佰叁拾圆整")
    assert (one.buyer, one.seller.name, one.contract_number) == (BUYER, "甲方贸易有限公司", "HT-2026-01")


def test_an_ofd_of_text_alone_is_read_line_by_line():
    objects = "".join(text_object(20 + row, 10, 10 * row, text) for row, text in enumerate(PRINTED.splitlines()))
    one = read_invoice(content=ofd({"Doc_0/Pages/Page_0/Content.xml": OFD_PAGE.format(objects=objects)}))
    assert isinstance(one, EInvoice)
    assert (one.format, one.number, one.gross_minor) == (Format.OFD_TEXT, "26312000002160569446", 113_000)


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "EINVOICE_EMPTY", ""),
        (b"no invoice at all", "EINVOICE_NOT_XML", ""),
        (b"<EInvoice></EInvoice>", "EINVOICE_FIELD_MISSING", "TaxSupervisionInfo/InvoiceNumber"),
        (
            shudian(gross="11x0.00"),
            "EINVOICE_AMOUNT_UNREADABLE",
            "EInvoice/EInvoiceData/BasicInformation/TotalTax-includedAmount",
        ),
        (
            shudian(net="1000.005"),
            "EINVOICE_AMOUNT_UNREADABLE",
            "EInvoice/EInvoiceData/BasicInformation/TotalAmWithoutTax",
        ),
        (ubl().replace(b">EUR<", b">XXQ<"), "EINVOICE_CURRENCY_UNKNOWN", "DocumentCurrencyCode"),
        (pdf(), "EINVOICE_FIELD_MISSING", "发票号码"),
        (b"%PDF-1.7 broken", "EINVOICE_PDF_BROKEN", ""),
    ],
)
def test_what_is_no_invoice_says_where_and_why(content, code, place):
    found = read_invoice(content=content)
    assert isinstance(found, ReadFault)
    assert (found.code, found.place) == (code, place)


def test_an_amount_that_cannot_be_read_names_its_line_and_value():
    found = read_invoice(content=shudian(tax="一百三十"))
    assert isinstance(found, ReadFault)
    assert (found.value, found.line) == ("一百三十", 6)
