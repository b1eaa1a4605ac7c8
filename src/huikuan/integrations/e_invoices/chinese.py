"""数电票 XML, the XML that older e-invoices carry in their OFD, and dialects with names in pinyin or Chinese (RULES_CN §4.1)."""

from __future__ import annotations

import re

from huikuan.integrations.e_invoices.nodes import (
    Unreadable,
    amount,
    day,
    micros_of,
    minor_of,
    needed,
    nodes,
    rate_of,
    text,
)
from huikuan.integrations.xml_door import XmlNode
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Line, Party, ReadFault, TaxPart

CURRENCY = "CNY"
NUMBER = ("TaxSupervisionInfo/InvoiceNumber", "InvoiceNo", "FPHM", "发票号码", "fphm", "Header/EIid", "InvoiceNumber")
CODE = ("InvoiceCode", "FPDM", "发票代码")
ISSUED = ("TaxSupervisionInfo/IssueTime", "IssueDate", "IssueTime", "KPRQ", "开票日期", "BasicInformation/RequestTime")
NET = ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "HJJE", "合计金额", "金额合计")
TAX = ("TotalTaxAm", "TaxTotalAmount", "HJSE", "合计税额", "税额合计")
GROSS = ("TotalTax-includedAmount", "TaxInclusiveTotalAmount", "JSHJXX", "JSHJ", "价税合计小写", "价税合计")
WORDS = ("TotalTax-includedAmountInChinese", "TaxInclusiveTotalAmountWithWords", "JSHJDX", "价税合计大写")
SELLER = (
    ("SellerName", "XSFMC", "销售方名称", "销方名称"),
    ("SellerIdNum", "SellerTaxID", "XSFNSRSBH", "销售方纳税人识别号"),
)
BUYER = (
    ("BuyerName", "GMFMC", "购买方名称", "购方名称"),
    ("BuyerIdNum", "BuyerTaxID", "GMFNSRSBH", "购买方纳税人识别号"),
)
REMARK = ("AdditionalInformation/Remark", "Remark", "Note", "BZ", "备注")
ORIGINAL = ("RedEInvoice/OriginalInvoiceCode", "OriginalInvoiceNumber", "YFPHM", "原发票号码")
CONFIRMATION = ("RedEInvoice/CreditNoteNumber", "HZQRXXDBH", "红字信息确认单编号")
LINES = ("IssuItemInformation", "GoodsInfo", "XMXX", "FPMX", "明细")
ITEM = ("ItemName", "Item", "SPMC", "XMMC", "项目名称")
_ORIGINAL_SAID = re.compile(r"被红冲蓝字(?:数电)?(?:票|发票)?号码[:：]?\s*([0-9]{8,20})")
_CONFIRMATION_SAID = re.compile(r"红字(?:发票)?信息(?:确认单|表)(?:编号)?[:：]?\s*([0-9A-Za-z]{6,40})")
_CONTRACT_SAID = re.compile(r"合同(?:编号|号)?[:：]?\s*([0-9A-Za-z][0-9A-Za-z_./-]{2,40})")


def read_chinese(*, root: XmlNode, form: Format = Format.CN_XML) -> EInvoice:
    """Return the invoice of a Chinese XML; blocks that are missing leave their fields empty. Raises Unreadable."""
    number = needed(root=root, paths=NUMBER)
    net, tax, gross = (amount(root=root, paths=paths, currency=CURRENCY) for paths in (NET, TAX, GROSS))
    net, tax, gross, is_stated = totals(net=net, tax=tax, gross=gross)
    remark = text(root=root, paths=REMARK)
    lines = _lines(root)
    return EInvoice(
        format=form,
        number=number,
        code=text(root=root, paths=CODE) if len(number) != 20 else "",
        kind=_kind(root),
        is_red=_is_red(root, gross),
        issue_date=day(root=root, paths=ISSUED),
        seller=Party(*(text(root=root, paths=paths) for paths in SELLER)),
        buyer=Party(*(text(root=root, paths=paths) for paths in BUYER)),
        net_minor=net,
        tax_minor=tax,
        gross_minor=gross,
        is_tax_stated=is_stated,
        lines=lines,
        taxes=tax_parts(lines=lines),
        words=text(root=root, paths=WORDS),
        remark=remark,
        original_number=text(root=root, paths=ORIGINAL) or said(remark=remark)[0],
        confirmation_number=text(root=root, paths=CONFIRMATION) or said(remark=remark)[1],
        contract_number=said(remark=remark)[2],
    )


def said(*, remark: str) -> tuple[str, str, str]:
    """Number of the blue invoice, number of the confirmation, contract: what a remark says of them, else empty."""
    found = (pattern.search(remark) for pattern in (_ORIGINAL_SAID, _CONFIRMATION_SAID, _CONTRACT_SAID))
    original, confirmation, contract = ("" if one is None else one[1] for one in found)
    return original, confirmation, contract


def totals(*, net: int | None, tax: int | None, gross: int | None) -> tuple[int, int, int, bool]:
    """Net, tax and gross, one computed of the other two where it is missing, and whether the tax was stated.

    Raises Unreadable EINVOICE_FIELD_MISSING if neither gross nor net is there.
    """
    if gross is None and net is None:
        raise Unreadable(ReadFault("EINVOICE_FIELD_MISSING", GROSS[0]))
    if gross is None:
        gross = (net or 0) + (tax or 0)
    if net is None:
        net = gross - (tax or 0)
    return net, gross - net if tax is None else tax, gross, tax is not None or net != gross


def tax_parts(*, lines: tuple[Line, ...]) -> tuple[TaxPart, ...]:
    """The sums of lines that name rate and tax, by rate, the highest first."""
    sums: dict[int, list[int]] = {}
    for line in lines:
        if line.rate_micros is not None and line.tax_minor is not None:
            part = sums.setdefault(line.rate_micros, [0, 0])
            part[0] += line.net_minor
            part[1] += line.tax_minor
    return tuple(TaxPart(rate, net, tax) for rate, (net, tax) in sorted(sums.items(), reverse=True))


def _is_red(root: XmlNode, gross: int) -> bool:
    label = text(root=root, paths=("InIssuType/LabelCode",)).upper()
    return label == "N" if label in {"Y", "N"} else gross < 0


def _kind(root: XmlNode) -> Kind:
    label = text(root=root, paths=("GeneralOrSpecialVAT/LabelCode",))
    name = text(root=root, paths=("GeneralOrSpecialVAT/LabelName", "InvoiceType", "FPLX", "发票类型"))
    if label == "01" or "专用" in name:
        return Kind.SPECIAL
    return Kind.ORDINARY if label == "02" or "普通" in name else Kind.OTHER


def _lines(root: XmlNode) -> tuple[Line, ...]:
    found = tuple(_line(node) for node in nodes(root=root, names=LINES))
    if found:
        return found
    name = text(root=root, paths=ITEM)
    net = amount(root=root, paths=("JE", *NET), currency=CURRENCY)
    tax = amount(root=root, paths=("SE", *TAX), currency=CURRENCY)
    return (Line(name, net, tax),) if name and net is not None else ()


def _line(node: XmlNode) -> Line:
    net = amount(root=node, paths=("Amount", "JE", "金额"), currency=CURRENCY)
    tax = text(root=node, paths=("ComTaxAm", "TaxAmount", "SE", "税额"))
    return Line(
        name=text(root=node, paths=ITEM),
        net_minor=net or 0,
        tax_minor=minor_of(value=tax, currency=CURRENCY),
        rate_micros=rate_of(value=text(root=node, paths=("TaxRate", "TaxScheme", "SLV", "税率"))),
        quantity_micros=micros_of(value=text(root=node, paths=("Quantity", "SL", "数量"))) or None,
        unit_price=text(root=node, paths=("UnPrice", "Price", "DJ", "单价")),
        specification=text(root=node, paths=("SpecMod", "Specification", "GGXH", "规格型号")),
        unit=text(root=node, paths=("MeaUnits", "MeasurementDimension", "DW", "单位")),
    )
