"""Every way a file or a row may be refused has its sentence, and needs no parameter that its code does not bring."""

from __future__ import annotations

import re

import pytest

from huikuan.credit.rules.policy import Rule
from huikuan.imports.rules import CREDIT, Rejection, RejectionCode
from huikuan.integrations.table_files.faults import FileFaultCode
from huikuan.kernel.text_faults import TextFaultCode
from huikuan.receivables.invoice_fields import RowCode, RowWarning
from huikuan.wording.imports import SENTENCES, row_reason, warning_said
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
    said = warning_said(code=rule.value, count=1_200)
    assert said.startswith("1,200 × ")
    assert "IMPORT_" not in said


@pytest.mark.parametrize("rule", Rule, ids=str)
@pytest.mark.parametrize("count", [1, 20])
def test_what_credit_control_says_of_an_import_tells_how_many_customers(rule, count):
    said = warning_said(code=f"{CREDIT}{rule.value}", count=count)
    assert re.search(rf"\b{count} customer{'s' if count > 1 else ''}\b", said)


@pytest.mark.parametrize("code", FileFaultCode, ids=str)
def test_a_refused_file_says_why_and_only_in_words_its_fault_brings(code):
    assert is_worded(code=f"FILE_{code.value}")
    needed = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[f"FILE_{code.value}"])))
    brought = {"file", "limit", "found", "encoding"} | ({"line"} if code.value in LINED else set())
    assert needed <= brought
