"""PURE: columns of a file that hold amounts and that nothing is read from: named before anything is written.

A list of open items in which only the amount was found, beside another column of amounts, may say there what is still open:
taking the amount would book what was paid long ago.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from huikuan.imports.rules import ImportKind
from huikuan.imports.tables import SourceTable, column
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_faults import TextFault, TextFaultCode
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_fields import Field

SAMPLES = 200
_NAMED_AMOUNT = re.compile(
    r"额|額|款|欠|剩|余|餘|应收|應收|已收|实收|實收|未收|未清|未结|未結|未付|合计|合計|价税|價稅|借方|贷方|貸方|amount|balance|open|outstanding"
    r"|remain|unpaid|paid|total|sum|due|owed|owing|receivable|debit|credit|gross|value|invoiced"
)
_NO_AMOUNT = re.compile(
    r"税率|稅率|单价|單價|数量|數量|件数|比例|折扣率|天数|天數|账龄天|日期|时间|時間|年度|年份|期间|月份|编号|編號|编码|編碼|代码|代碼"
    r"|号码|號碼|单号|單號|账号|帳號|电话|電話|手机|手機|序号|序號|行号|行號|税号|稅號|邮编"
    r"|\b(?:rate|price|qty|quantity|percent|days?|dates?|years?|months?|no|nr|num|number|id|code|phone|tel|zip|count|line|row|terms)\b"
)
_SURELY_NOT_OPEN = re.compile(
    r"税额|稅額|增值税|增值稅|不含税|不含稅|未税|未稅|净额|淨額|额度|額度|限额|限額|\b(?:tax|vat|net|limit)\b"
)
_FRACTION = re.compile(r"[.,][0-9]{2}$")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[_\W]+")
_STILL_AMOUNTS = frozenset({TextFaultCode.NEEDS_ROUNDING, TextFaultCode.AMBIGUOUS_SEPARATOR})


def unused_amounts(*, table: SourceTable, columns: Mapping[Field, int]) -> tuple[int, ...]:
    """The columns that hold amounts and are read as no field, in their order in the file."""
    used = set(columns.values())
    return tuple(place for place in range(len(table.header)) if place not in used and _holds_amounts(table, place))


def refuse_doubtful_open(
    *, kind: ImportKind, table: SourceTable, columns: Mapping[Field, int], unused: tuple[int, ...]
) -> None:
    """Refuse a list of open items whose open amounts may stand in a column that is not read.

    Raises Refused OPEN_COLUMN_UNCLEAR with the amount's column and the doubtful ones.
    """
    if kind is not ImportKind.RECEIVABLES or Field.OPEN in columns:
        return
    doubtful = [table.header[place] for place in unused if not _SURELY_NOT_OPEN.search(_words(table.header[place]))]
    if doubtful:
        amount = table.header[columns[Field.AMOUNT]]
        raise Refused("OPEN_COLUMN_UNCLEAR", amount=amount, columns=", ".join(doubtful)[:300])


def _holds_amounts(table: SourceTable, place: int) -> bool:
    """Most cells are numbers, and the header or the fractions in them say that they are money."""
    words = _words(table.header[place])
    if _NO_AMOUNT.search(words):
        return False
    texts = [narrow(text=text) for text in table.frame[column(index=place)].unique(maintain_order=True).head(SAMPLES)]
    filled = [text for text in texts if text and text not in {"-", "–", "—"}]
    numbers = [text for text in filled if _is_number(text)]
    if not filled or 2 * len(numbers) < len(filled) or not any(re.search(r"[1-9]", text) for text in numbers):
        return False
    return bool(_NAMED_AMOUNT.search(words)) or any(_FRACTION.search(text) for text in numbers)


def _is_number(text: str) -> bool:
    found = parse_amount(text=text)
    return not isinstance(found, TextFault) or found.code in _STILL_AMOUNTS


def _words(header: str) -> str:
    """A header's words in small letters between spaces: OpenAmt, open_amt and Open Amt are one."""
    return _WORDS.sub(" ", narrow(text=header)).lower()
