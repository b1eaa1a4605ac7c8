"""Statements set as PDF and workbook in two processes: `python -m bench.statements [COUNT]`, 15 lines each; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta

from huikuan.statements.rendering import press_for
from huikuan.statements.rules.account import OpenItem, Sums
from huikuan.statements.rules.sheet import Beside, Party, Sheet, SheetLine
from huikuan.statements.rules.texts import CHINESE, SHIPPED, TextKind

LINES = 15
_FIRST = date(2026, 10, 1)


def main() -> None:
    """Set so many different statements and say how long it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    sheets = [_sheet(number) for number in range(1, count + 1)]
    began = time.perf_counter()
    with press_for(count=count) as press:
        sizes = [(len(one.pdf), len(one.xlsx)) for one in press.files(sheets=sheets)]
    seconds = time.perf_counter() - began
    pdf, xlsx = (sum(column) // count for column in zip(*sizes, strict=True))
    print(json.dumps({"statements": count, "seconds": round(seconds, 1), "pdf_bytes": pdf, "xlsx_bytes": xlsx}))


def _sheet(number: int) -> Sheet:
    billed = 50_000_00 + number
    lines = tuple(_line(number, place, billed) for place in range(LINES))
    items = tuple(
        OpenItem(place, f"INV-{number:06d}-{place:02d}", "HT-2026-018", _FIRST, _FIRST, billed, 30)
        for place in range(8)
    )
    closing = LINES * billed
    return Sheet(
        kind="STATEMENT",
        number=f"DZ{number:06d}",
        language=CHINESE,
        currency="CNY",
        since=_FIRST,
        through=date(2026, 10, 31),
        dated_on=date(2026, 11, 2),
        creditor=Party("华拓自动化设备有限公司", "91310115MA1K3XXX2H", "上海市浦东新区", "021-58880001"),
        debtor=Party(f"客户{number:06d}有限公司", "91330201MA2AXXXX1B", "浙江省宁波市"),
        sums=Sums(0, 0, closing, 0, 0, 0, 0, closing),
        lines=lines,
        items=items,
        open_minor=closing,
        on_account_minor=0,
        beside=Beside(),
        introduction=("根据我方账簿记录，往来如下。",),
        paragraphs=(SHIPPED[TextKind.RESERVATION, CHINESE],),
        witness=("审计链校验值：",),
        chain_head="3f" * 32,
        pay_to=("中国工商银行 1001 2345 6789",),
    )


def _line(number: int, place: int, billed: int) -> SheetLine:
    day = _FIRST + timedelta(days=place)
    name = f"INV-{number:06d}-{place:02d}"
    return SheetLine(
        kind="INVOICE",
        is_reversal=False,
        is_earlier=False,
        on=day,
        number=name,
        contract="HT-2026-018",
        delivery="",
        due_on=day,
        debit_minor=billed,
        credit_minor=0,
        balance_minor=billed * (place + 1),
    )


if __name__ == "__main__":
    main()
