"""PURE: which column of a list of orders, deliveries or acceptances is which field, by its usual names in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from huikuan.imports.rules import ImportKind
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_normal import narrow


class GoodsField(StrEnum):
    """What a column of such a list may mean."""

    CUSTOMER = "customer_number"
    CUSTOMER_NAME = "customer_name"
    TAX_CODE = "customer_tax_code"
    NUMBER = "paper_number"
    DAY = "paper_day"
    ORDER = "order_number"
    DELIVERY = "delivery_number"
    CONTRACT = "contract"
    CURRENCY = "currency"
    ITEM_CODE = "item_code"
    GOODS = "goods_name"
    SPECIFICATION = "specification"
    UNIT = "unit"
    QUANTITY = "quantity"
    PRICE = "unit_price"
    SIGNED_ON = "signed_on"
    SIGNATORY = "signatory"
    ROLE = "signatory_role"
    CONSIGNED = "consigned"
    ACCEPTED = "accepted_quantity"
    REJECTED = "rejected_quantity"
    REASON = "reason"


_USUAL_NAMES: Mapping[GoodsField, str] = {
    GoodsField.CUSTOMER: "客户编号|客户编码|客户代码|customer number|customer no|customer code",
    GoodsField.CUSTOMER_NAME: "客户名称|客户|购货单位|customer name|customer",
    GoodsField.TAX_CODE: "统一社会信用代码|税号|tax code|tax id|uscc",
    GoodsField.ORDER: "订单号|订单编号|销售订单号|采购订单号|order number|order no|order",
    GoodsField.DELIVERY: "送货单号|发货单号|出库单号|交货单号|delivery number|delivery no|delivery note|delivery",
    GoodsField.CONTRACT: "合同号|合同编号|contract number|contract no|contract",
    GoodsField.CURRENCY: "币种|币别|currency",
    GoodsField.ITEM_CODE: "物料编码|商品编码|产品编码|货号|料号|编码|item code|sku|code|item",
    GoodsField.GOODS: "品名|商品名称|产品名称|物料名称|货物名称|名称|goods|product|description|item name|name",
    GoodsField.SPECIFICATION: "规格|规格型号|型号|specification|spec|model",
    GoodsField.UNIT: "单位|计量单位|unit|uom",
    GoodsField.QUANTITY: "数量|订货数量|发货数量|送货数量|实发数量|quantity|qty",
    GoodsField.PRICE: "单价|含税单价|unit price|price",
    GoodsField.SIGNED_ON: "签收日期|签收日|signed on|received on|pod date",
    GoodsField.SIGNATORY: "签收人|收货人|验收人|签字人|signed by|signatory|accepted by|received by",
    GoodsField.ROLE: "职务|签收人职务|验收人职务|role|position",
    GoodsField.CONSIGNED: "代销|是否代销|consignment|on consignment",
    GoodsField.ACCEPTED: "合格数量|验收数量|接收数量|accepted quantity|accepted",
    GoodsField.REJECTED: "拒收数量|不合格数量|rejected quantity|rejected",
    GoodsField.REASON: "拒收原因|不合格原因|原因|reason|rejection reason",
}
_OWN: Mapping[ImportKind, Mapping[GoodsField, str]] = {
    ImportKind.ORDERS: {
        GoodsField.NUMBER: "订单号|订单编号|销售订单号|采购订单号|单号|order number|order no|order|number",
        GoodsField.DAY: "下单日期|订单日期|订货日期|日期|order date|placed on|date",
    },
    ImportKind.DELIVERIES: {
        GoodsField.NUMBER: "送货单号|发货单号|出库单号|交货单号|单号|delivery number|delivery no|delivery note|delivery|number",
        GoodsField.DAY: "发货日期|送货日期|出库日期|交货日期|日期|delivery date|delivered on|date",
    },
    ImportKind.ACCEPTANCES: {
        GoodsField.NUMBER: "验收单号|验收编号|certificate number|certificate|number",
        GoodsField.DAY: "验收日期|日期|acceptance date|accepted on|date",
    },
}
_PARTY = (GoodsField.CUSTOMER, GoodsField.CUSTOMER_NAME, GoodsField.TAX_CODE)
_LINE = (GoodsField.ITEM_CODE, GoodsField.GOODS, GoodsField.SPECIFICATION)
FIELDS: Mapping[ImportKind, tuple[GoodsField, ...]] = {
    ImportKind.ORDERS: (
        *_PARTY,
        GoodsField.NUMBER,
        GoodsField.DAY,
        GoodsField.CONTRACT,
        GoodsField.CURRENCY,
        *_LINE,
        GoodsField.UNIT,
        GoodsField.QUANTITY,
        GoodsField.PRICE,
    ),
    ImportKind.DELIVERIES: (
        *_PARTY,
        GoodsField.NUMBER,
        GoodsField.DAY,
        GoodsField.ORDER,
        GoodsField.CONTRACT,
        GoodsField.CURRENCY,
        *_LINE,
        GoodsField.UNIT,
        GoodsField.QUANTITY,
        GoodsField.PRICE,
        GoodsField.SIGNED_ON,
        GoodsField.SIGNATORY,
        GoodsField.ROLE,
        GoodsField.CONSIGNED,
    ),
    ImportKind.ACCEPTANCES: (
        GoodsField.DELIVERY,
        GoodsField.NUMBER,
        GoodsField.DAY,
        *_LINE,
        GoodsField.ACCEPTED,
        GoodsField.REJECTED,
        GoodsField.REASON,
        GoodsField.SIGNATORY,
        GoodsField.ROLE,
    ),
}
"""The fields a column may be, by kind of list."""
_NEEDED: Mapping[ImportKind, tuple[tuple[GoodsField, ...], ...]] = {
    ImportKind.ORDERS: (
        _PARTY,
        (GoodsField.NUMBER,),
        (GoodsField.DAY,),
        (GoodsField.GOODS,),
        (GoodsField.QUANTITY,),
        (GoodsField.PRICE,),
    ),
    ImportKind.DELIVERIES: (
        (*_PARTY, GoodsField.ORDER),
        (GoodsField.NUMBER,),
        (GoodsField.DAY,),
        (GoodsField.GOODS, GoodsField.ITEM_CODE),
        (GoodsField.QUANTITY,),
    ),
    ImportKind.ACCEPTANCES: ((GoodsField.DELIVERY,), (GoodsField.DAY,), (GoodsField.SIGNATORY,)),
}


def goods_columns(
    *, kind: ImportKind, header: Sequence[str], mapping: Mapping[str, str] | None = None
) -> dict[GoodsField, int]:
    """The column of each field: as the user says (field → header, empty for none), else by its usual names.

    Raises Refused FIELD_UNKNOWN, COLUMN_UNKNOWN, COLUMN_REPEATED, COLUMNS_MISSING.
    """
    names = [_plain(text) for text in header]
    said = _said(kind, header, names, mapping or {})
    words = _words(kind)
    found: dict[GoodsField, int] = {}
    for place, name in enumerate(names):
        field = words.get(name)
        if field is None or field in said:
            continue
        if field in found:
            raise Refused("COLUMN_REPEATED", column=f"{header[found[field]]}, {header[place]}", field=field.value)
        found[field] = place
    found |= {field: place for field, place in said.items() if place is not None}
    missing = ["|".join(one.value for one in group) for group in _NEEDED[kind] if found.keys().isdisjoint(group)]
    if missing:
        raise Refused("COLUMNS_MISSING", fields=", ".join(missing), found=", ".join(header)[:300])
    return found


def _words(kind: ImportKind) -> dict[str, GoodsField]:
    """A word of the list's own paper means that paper, whatever it means elsewhere."""
    usual = {word: field for field, words in _USUAL_NAMES.items() if field in FIELDS[kind] for word in words.split("|")}
    return usual | {word: field for field, words in _OWN[kind].items() for word in words.split("|")}


def _said(
    kind: ImportKind, header: Sequence[str], names: Sequence[str], mapping: Mapping[str, str]
) -> dict[GoodsField, int | None]:
    known = {field.value: field for field in FIELDS[kind]}
    counted = Counter(names)
    said: dict[GoodsField, int | None] = {}
    for field, text in mapping.items():
        name = _plain(text)
        if field not in known:
            raise Refused("FIELD_UNKNOWN", field=field[:40], known=", ".join(sorted(known)))
        if name and name not in counted:
            raise Refused("COLUMN_UNKNOWN", column=text[:80], found=", ".join(header)[:300])
        if counted[name] > 1:
            raise Refused("COLUMN_REPEATED", column=text[:80], field=field)
        said[known[field]] = names.index(name) if name else None
    return said


def _plain(text: str) -> str:
    return " ".join(narrow(text=text).lower().replace("_", " ").strip(" *:：").split())
