"""Tax codes: the Chinese one by its full rules, foreign ones by the library, a doubt abroad is a warning."""

from __future__ import annotations

import pytest

from huikuan.customers.tax_codes import FOREIGN_FORM, FOREIGN_UNKNOWN, TaxCode, read_tax_code
from huikuan.kernel.identity import credit_code_check
from huikuan.kernel.text_faults import TextFault


@pytest.mark.parametrize(
    ("text", "country", "code", "warnings"),
    [
        ("", "CN", "", ()),
        ("  ", "DE", "", ()),
        ("91110000600037341l", "CN", "91110000600037341L", ()),
        ("９１１１００００ ６０００３７３４１L", "CN", "91110000600037341L", ()),
        ("DE 136,695 976", "DE", "136695976", ()),
        ("GB 980 7806 84", "GB", "980780684", ()),
        ("20-8040119", "US", "208040119", ()),
        ("12 34", "DE", "12 34", (FOREIGN_FORM,)),
        ("12345", "ZZ", "12345", (FOREIGN_UNKNOWN,)),
        ("12345678-000", "HK", "12345678-000", (FOREIGN_UNKNOWN,)),
    ],
)
def test_read(text: str, country: str, code: str, warnings: tuple[str, ...]) -> None:
    assert read_tax_code(text=text, country=country) == TaxCode(code, warnings)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("911100006000373410", "WRONG_CHECK_CHARACTER"),
        ("9111000060003734", "WRONG_LENGTH"),
        ("9111000060003IOZSV", "ILLEGAL_CHARACTER"),
        ("9" * 61, "TOO_LONG"),
    ],
)
def test_a_wrong_chinese_code_is_an_error(text: str, fault: str) -> None:
    read = read_tax_code(text=text, country="CN")
    assert isinstance(read, TextFault)
    assert read.code.value == fault


def test_what_is_unusual_in_china_is_a_warning() -> None:
    first = "A3999999MA00000X0"  # A registers no type 3, there is no province 99
    read = read_tax_code(text=first + credit_code_check(first_seventeen=first), country="CN")
    assert isinstance(read, TaxCode)
    assert read.warnings == ("AUTHORITY", "REGION", "ORGANISATION_CHECK")
