"""Every code has a sentence, and sentences are filled in."""

from huikuan.integrations.bank_files.fault_codes import FaultCode, sentence, worded_codes
from huikuan.integrations.bank_files.records import file_fault, row_fault
from huikuan.kernel.text_faults import TextFaultCode

IDENTITY_CODES = {"WRONG_LENGTH", "ILLEGAL_CHARACTER", "WRONG_CHECK_CHARACTER"}


def test_every_code_has_a_sentence():
    assert {code.value for code in FaultCode} - worded_codes() == set()
    assert {code.value for code in TextFaultCode} - worded_codes() - IDENTITY_CODES == set()


def test_a_sentence_takes_its_parameters():
    fault = row_fault(line=7, column="余额", value="x", code=FaultCode.EXTRA_CELLS, found=8, expected=6)
    assert fault.message == "line 7, 余额: the row has 8 cells, the header has 6 (x)"
    assert file_fault(code=FaultCode.NO_HEADER).message == "no row names a date and an amount column"
    assert sentence(code="NEW_CODE", params={}) == "NEW_CODE"


def test_long_values_are_cut_to_what_a_screen_shows():
    assert len(row_fault(line=1, code="X", value="a" * 500).value) == 80
    assert len(str(dict(file_fault(code="X", found="a" * 500).params)["found"])) == 80
