"""The last resort: a 数电票 read from printed text, of a PDF or an OFD. Whoever uses it must look at it."""

from __future__ import annotations

import re

from huikuan.integrations.e_invoices.chinese import CURRENCY, said, totals
from huikuan.integrations.e_invoices.nodes import Unreadable, day_of, minor_of
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Party, ReadFault

_NUMBER = re.compile(r"发票号码[::]?\s*([0-9]{20}|[0-9]{8})(?![0-9])")
_BARE_NUMBER = re.compile(r"(?<![0-9A-Z])([0-9]{20})(?![0-9A-Z])")
_CODE = re.compile(r"发票代码[::]?\s*([0-9]{12}|[0-9]{10})(?![0-9])")
_DAY = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日")
_NAME = re.compile(r"名称[::]\s*([^\s::]{2,100})")
_TAX_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-HJ-NP-RTUW-Y]{18})(?![0-9A-Z])")
_WORDS = re.compile(r"([负()零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正]{3,60}[整正分角])")
_GROSS = re.compile(r"小写[)]?\s*[¥￥]?\s*(-?[0-9,]{1,20}\.[0-9]{2})")
_MONEY = re.compile(r"[¥￥]\s*(-?[0-9,]{1,20}\.[0-9]{2})")
_REMARK = re.compile(r"备\s*注[::]?\s*([^\n]{1,200})")
LONGEST = 200_000


def read_printed(*, text: str, form: Format) -> EInvoice:
    """Return the invoice that a printed text shows. Raises Unreadable where it shows no number or no total."""
    text = text[:LONGEST].replace("（", "(").replace("）", ")").replace("：", ":").replace("\u3000", " ")
    found = _NUMBER.search(text) or _BARE_NUMBER.search(text)
    if found is None:
        raise Unreadable(ReadFault("EINVOICE_FIELD_MISSING", "发票号码"))
    sums = [minor_of(value=one, currency=CURRENCY) for one in _MONEY.findall(text)]
    written = _GROSS.search(text)
    gross = minor_of(value=written[1], currency=CURRENCY) if written else None
    net, tax, gross = _split([one for one in sums if one is not None], gross)
    net, tax, gross, is_stated = totals(net=net, tax=tax, gross=gross)
    names, codes = _NAME.findall(text), _TAX_CODE.findall(text)
    words, remark, on = _WORDS.search(text), _REMARK.search(text), _DAY.search(text)
    told = said(remark=text)
    return EInvoice(
        format=form,
        number=found[1],
        code=(code[1] if (code := _CODE.search(text)) and len(found[1]) == 8 else ""),
        kind=Kind.SPECIAL if "专用发票" in text else Kind.ORDINARY if "普通发票" in text else Kind.OTHER,
        is_red=gross < 0,
        issue_date=day_of(value="-".join(part.zfill(2) for part in on.groups())) if on else None,
        buyer=Party(names[0] if names else "", codes[0] if codes else ""),
        seller=Party(names[1] if len(names) > 1 else "", codes[1] if len(codes) > 1 else ""),
        net_minor=net,
        tax_minor=tax,
        gross_minor=gross,
        is_tax_stated=is_stated,
        words=words[1] if words else "",
        remark=remark[1].strip() if remark else "",
        original_number=told[0],
        confirmation_number=told[1],
        contract_number=told[2],
    )


def _split(sums: list[int], gross: int | None) -> tuple[int | None, int | None, int | None]:
    """Net, tax and gross among the amounts with a currency mark: the gross one is the sum of two others."""
    whole = gross if gross is not None else max(sums, key=abs, default=None)
    for net in sums:
        for tax in sums:
            if whole is not None and net + tax == whole and abs(net) > abs(tax):
                return net, tax, whole
    return None, None, whole
