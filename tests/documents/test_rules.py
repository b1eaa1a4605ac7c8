"""Names that are safe on any file system, and types told by the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.documents.rules import content_type_of, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("...", "document"),
        ("", "document"),
        (".htaccess", "htaccess"),
        ("a:b*c?.pdf", "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x." + "y" * 300, ("x." + "y" * 300)[:120]),
        ("👍.png", "👍.png"),
    ],
)
def test_names(name, safe):
    assert safe_name(name=name) == safe


@given(st.text())
def test_no_name_leaves_its_folder(name):
    found = safe_name(name=name)
    assert found and len(found) <= 120 and not set(found) & set("/\\\x00\r\n") and found not in (".", "..")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7", "a.csv", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.png", "image/jpeg"),
        (b"PK\x03\x04", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04", "a.exe", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "application/vnd.ms-excel"),
        (b"a,b\n", "a.csv", "text/csv"),
        (b"<script>", "a.html", "text/plain"),
        (b"MZ\x00\x00", "a.txt", "application/octet-stream"),
    ],
)
def test_types(content, name, kind):
    assert content_type_of(content=content, name=name) == kind
