"""A table and a fault survive the way through JSON."""

import json

import pytest

from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, TableWarning, WarningCode
from huikuan.integrations.table_files.table import FooterRow, TextTable, from_document, to_document

TABLE = TextTable(
    encoding="utf-8",
    delimiter=",",
    sheet=None,
    sheets=("一", "二"),
    preamble=("单位：元",),
    header_line=2,
    columns=("客户", "金额"),
    rows=[["甲\u2028", "1"], ["乙"]],
    line_numbers=[3, 4],
    footers=(FooterRow(line=5, cells=("合计", "1")),),
    blank_rows=1,
    warnings=(TableWarning(code=WarningCode.SHIFTED_ROW, line=4, details={"expected": 2, "found": 1}),),
)


@pytest.mark.parametrize("result", [TABLE, FileFault(code=FileFaultCode.UNCLOSED_QUOTE, line=3, details={"a": 1})])
def test_through_json_and_back(result):
    document, rows = to_document(result=result)
    assert from_document(document=json.loads(json.dumps(document)), rows=rows) == result


def test_shifted_lines_and_warnings_of_one_kind():
    assert TABLE.shifted_lines == {4}
    assert len(TABLE.warnings_of(code=WarningCode.SHIFTED_ROW)) == 1
    assert TABLE.warnings_of(code=WarningCode.OTHER_SHEETS) == ()


def test_a_strange_document_is_refused():
    with pytest.raises(KeyError):
        from_document(document={})
