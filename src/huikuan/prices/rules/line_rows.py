"""PURE: rows of a price list (a file, a form) as lines; every fault with its row, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huikuan.kernel.micros import MICRO, parse_micros
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow
from huikuan.prices.rules.confirming import Fault, PriceLine

FIELDS = ("item_code", "name", "specification", "unit", "price", "tax")
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "item_code": ("编码", "货号", "物料编码", "商品编码", "产品编码", "料号", "item code", "code", "sku", "item"),
    "name": ("名称", "品名", "产品名称", "商品名称", "物料名称", "货物名称", "name", "description", "product"),
    "specification": ("规格", "规格型号", "型号", "specification", "spec", "model"),
    "unit": ("单位", "计量单位", "unit", "uom"),
    "price": ("单价", "含税单价", "价格", "供货价", "unit price", "price", "price incl. tax"),
    "tax": ("税率", "税率%", "增值税率", "tax rate", "tax", "vat"),
}
USUAL_TAX = "13"


@dataclass(frozen=True, slots=True)
class ReadLines:
    """The lines that could be read, and what could not."""

    lines: tuple[PriceLine, ...]
    faults: tuple[Fault, ...]


def columns_of(*, header: Sequence[str]) -> dict[str, int]:
    """Which column holds which field, by the words people use in both languages; a field without a column is missing."""
    words = [narrow(text=cell).casefold().strip() for cell in header]
    found = {}
    for field, names in _HEADERS.items():
        place = next((words.index(name) for name in names if name in words), None)
        if place is not None:
            found[field] = place
    return found


def lines_of_rows(*, rows: Iterable[tuple[int, Mapping[str, str]]]) -> ReadLines:
    """Lines from rows of texts by field, each with its row number; rows without any text are passed over.

    Faults: PRICES_LINE_UNNAMED, PRICES_PRICE_UNREADABLE, PRICES_TAX_UNREADABLE.
    """
    lines: list[PriceLine] = []
    faults: list[Fault] = []
    for number, row in rows:
        texts = {field: row.get(field, "").strip() for field in FIELDS}
        if not any(texts[field] for field in FIELDS if field != "tax"):
            continue
        price, tax = parse_micros(text=texts["price"]), _permille(texts["tax"] or USUAL_TAX)
        if not texts["name"]:
            faults.append(Fault("PRICES_LINE_UNNAMED", number))
        if isinstance(price, TextFault):
            faults.append(Fault("PRICES_PRICE_UNREADABLE", number, texts["price"][:40]))
            price = 0
        if tax is None:
            faults.append(Fault("PRICES_TAX_UNREADABLE", number, texts["tax"][:40]))
        lines.append(
            PriceLine(texts["name"], price, texts["item_code"], texts["specification"], texts["unit"], tax or 0)
        )
    return ReadLines(tuple(lines), tuple(faults))


def permille_text(*, permille: int) -> str:
    """130 → 13, 65 → 6.5: per cent as people type them."""
    whole, tenth = divmod(permille, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def _permille(text: str) -> int | None:
    """13, 13% or 0.13 as per mille; None if it is no rate between 0 and 100 %."""
    is_percent = text.rstrip().endswith(("%", "％"))
    micros = parse_micros(text=text.rstrip(" %％"))
    if isinstance(micros, TextFault) or micros < 0:
        return None
    permille, rest = divmod(micros * (10 if is_percent or micros >= MICRO or not micros else 1_000), MICRO)
    return None if rest or permille > 1_000 else permille
