"""Every way a file or a row may be refused has its sentence, and needs no parameter that its code does not bring."""

from __future__ import annotations

import re

import pytest

from huikuan.imports.rules import Rejection, RejectionCode
from huikuan.integrations.table_files.faults import FileFaultCode
from huikuan.kernel.text_faults import TextFaultCode
from huikuan.receivables.invoice_fields import RowCode, RowWarning
from huikuan.wording.imports import SENTENCES, row_reason, rule_used
from huikuan.wording.sentences import is_worded

NEVER_IN_A_LIST = {TextFaultCode.WRONG_LENGTH, TextFaultCode.ILLEGAL_CHARACTER, TextFaultCode.WRONG_CHECK_CHARACTER}
BROUGHT = {RejectionCode.PERIOD_CLOSED: {"closed_through": "2026-01-31"}}
LINED = {"UNDECODABLE", "MIXED_ENCODINGS", "NUL_CHARACTER", "UNCLOSED_QUOTE", "BAD_QUOTE", "FIELD_TOO_LONG"}


@pytest.mark.parametrize("code", [*sorted(set(TextFaultCode) - NEVER_IN_A_LIST), *RowCode, *RejectionCode], ids=str)
def test_a_refused_row_says_why(code):
    said = row_reason(rejection=Rejection("a.csv", 2, "Amount", "x", code.value, BROUGHT.get(code, {})))
    assert said != code.value
    assert not said.startswith("ROW_")


@pytest.mark.parametrize("rule", RowWarning, ids=str)
def test_a_rule_that_was_used_is_told(rule):
    assert rule_used(code=rule.value) != f"IMPORT_{rule.value}"


@pytest.mark.parametrize("code", FileFaultCode, ids=str)
def test_a_refused_file_says_why_and_only_in_words_its_fault_brings(code):
    assert is_worded(code=f"FILE_{code.value}")
    needed = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[f"FILE_{code.value}"])))
    brought = {"file", "limit", "found", "encoding"} | ({"line"} if code.value in LINED else set())
    assert needed <= brought
