"""Encodings: told apart by their characters, mixed ones named with the line, nothing ever replaced."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.table_files.encodings import DecodedText, decode_text
from huikuan.integrations.table_files.faults import FileFault

SIMPLIFIED = "客户名称,发票号码,金额\n北京华中机电有限公司,F001,100.00\n上海宏鑫电子股份有限公司,F002,200.00\n"
TRADITIONAL = "客戶名稱,發票號碼,金額\n臺灣積體電路製造股份有限公司,F001,100.00\n國泰人壽保險,F002,200.00\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found", "is_guess"),
    [
        (SIMPLIFIED, "utf-8", "utf-8", False),
        (SIMPLIFIED, "utf-8-sig", "utf-8", False),
        (SIMPLIFIED, "gb18030", "gb18030", True),
        (SIMPLIFIED, "gbk", "gb18030", True),
        (SIMPLIFIED, "utf-16", "utf-16-le", False),
        (SIMPLIFIED, "utf-16-le", "utf-16-le", True),
        (SIMPLIFIED, "utf-16-be", "utf-16-be", True),
        (SIMPLIFIED, "utf-32", "utf-32-le", False),
        (TRADITIONAL, "big5", "big5", True),
        (TRADITIONAL, "utf-8", "utf-8", False),
        ("name,amount\nacme,1\n", "ascii", "utf-8", False),
        ("Kunde,Betrag\nMüller GmbH,1\nCafé Zoë,2\n", "cp1252", "cp1252", True),
        ("公司㐀,𠀀\n", "gb18030", "gb18030", True),
    ],
)
def test_the_encoding_is_found(text, encoding, found, is_guess):
    decoded = decode_text(content=text.encode(encoding))
    assert isinstance(decoded, DecodedText)
    assert (decoded.text, decoded.encoding, decoded.is_guess) == (text, found, is_guess)


def test_a_mark_of_gb18030_is_taken_off():
    decoded = decode_text(content=b"\x84\x31\x95\x33" + SIMPLIFIED.encode("gb18030"))
    assert isinstance(decoded, DecodedText)
    assert decoded.text == SIMPLIFIED


@pytest.mark.parametrize("name", ["GBK", "gb2312", "cp936", "ansi", "GB18030"])
def test_the_callers_word_is_taken(name):
    decoded = decode_text(content=SIMPLIFIED.encode("gb18030"), encoding=name)
    assert isinstance(decoded, DecodedText)
    assert (decoded.text, decoded.encoding, decoded.is_guess) == (SIMPLIFIED, "gb18030", False)


def test_a_mark_speaks_louder_than_the_caller():
    decoded = decode_text(content=codecs.BOM_UTF8 + SIMPLIFIED.encode(), encoding="gbk")
    assert isinstance(decoded, DecodedText)
    assert decoded.encoding == "utf-8"


@pytest.mark.parametrize(
    ("content", "encoding", "code", "line"),
    [
        (b"", None, "EMPTY", None),
        (b" \r\n\t\n", None, "EMPTY", None),
        (codecs.BOM_UTF8, None, "EMPTY", None),
        (b"a,b\n1,2\0\n", None, "NUL_CHARACTER", 2),
        (b"a,b\r\r1,\0", None, "NUL_CHARACTER", 3),
        (SIMPLIFIED.encode("gbk"), "utf-8", "UNDECODABLE", 1),
        ("a,b\n\u4e00,1\n".encode()[:-4], "utf-8", "UNDECODABLE", 2),
        (b"abc", "klingon", "UNKNOWN_ENCODING", None),
        (b"abc", "idna", "UNKNOWN_ENCODING", None),
        (b"a,b\n\xff\xff\xff,1\n", None, "UNDECODABLE", 2),
        (codecs.BOM_UTF16_LE + b"a\0b", None, "UNDECODABLE", 1),
        ("客户\n甲公司\n".encode() + b"\xe4\xb8\xff\n", None, "UNDECODABLE", 3),
    ],
)
def test_refused_with_the_line(content, encoding, code, line):
    found = decode_text(content=content, encoding=encoding)
    assert isinstance(found, FileFault)
    assert (found.code, found.line) == (code, line)


@pytest.mark.parametrize(
    ("lines", "line", "encoding"),
    [
        ([("客户,金额", "utf-8"), ("甲公司,1", "utf-8"), ("乙公司,2", "gbk")], 3, "utf-8"),
        ([("客户名称,金额", "gbk"), ("上海公司,1", "gbk"), ("a,2", "ascii"), ("北京公司,2", "utf-8")], 4, "gb18030"),
        ([("客户,金额", "utf-8")] + [("甲公司,1", "utf-8")] * 5000 + [("乙公司,2", "gbk")], 5002, "utf-8"),
    ],
)
def test_a_line_in_another_encoding_is_named(lines, line, encoding):
    found = decode_text(content=b"\n".join(text.encode(name) for text, name in lines))
    assert isinstance(found, FileFault)
    assert (found.code, found.line, found.details["encoding"]) == ("MIXED_ENCODINGS", line, encoding)


def test_gb18030_that_happens_to_be_utf8_is_not_called_mixed():
    """联通 in GB18030 is valid UTF-8, the classic of wrong guesses."""
    decoded = decode_text(content="客户名称\n联通\n移动公司\n".encode("gb18030"))
    assert isinstance(decoded, DecodedText)
    assert decoded.text == "客户名称\n联通\n移动公司\n"


@given(content=st.binary(max_size=300))
def test_any_bytes_give_text_or_a_fault(content):
    found = decode_text(content=content)
    assert isinstance(found, FileFault) or "\ufffd" not in found.text or "\ufffd".encode(found.encoding) in content


@given(
    names=st.lists(
        st.text(alphabet="的一是在不了有和人这中大为上个国我以要他时来用们", min_size=2, max_size=8), min_size=3
    )
)
def test_everyday_chinese_survives_gb18030(names):
    text = "客户名称,金额\n" + "".join(f"{name},1\n" for name in names)
    decoded = decode_text(content=text.encode("gb18030"))
    assert isinstance(decoded, DecodedText)
    assert decoded.text == text
