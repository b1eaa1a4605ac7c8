"""What goes on the wire: 7-bit lines, doubled dots, and no header that a name or a subject could smuggle in (S28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.email.composing import UnsafeMail, composed
from huikuan.outbox.ports import Attachment, Mail

MAIL = Mail(
    message_id="<1@jia.example>",
    sender="ar@jia.example",
    sender_name="甲方，“贸易” (上海)",
    recipient="wang@kehu.example",
    recipient_name="王, 经理",
    reply_to="",
    subject="付款提醒",
    text="您好",
    html="<p>您好</p>",
    language="zh-hans",
    at=datetime(2026, 3, 2, 2, tzinfo=UTC),
)
HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "mime-version",
    "content-type",
}

INJECTIONS = [
    "a\r\nBcc: x@evil.example",
    "a\nBcc: x@evil.example",
    "a\rBcc: x@evil.example",
    "a\r\n\r\nbody",
    "a\u2028Bcc: x@evil.example",
    "a\u2029Bcc: x@evil.example",
    "a\x0bBcc: x",
    "a\x0cBcc: x",
    "a\x85Bcc: x",
    "a\x00b",
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("field", ["subject", "recipient_name", "sender_name", "message_id", "language"])
def test_line_breaks_in_headers_are_refused(text, field):
    with pytest.raises(UnsafeMail):
        composed(mail=replace(MAIL, **{field: text}))


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<x@evil.example>",
        "a@b.example>\r\n",
        "a b@c.example",
        "a@b@c.example",
        "<a@b.example>",
        "a@b.example,c@d.example",
        "a@localhost",
        "@b.example",
        "a@.example",
        "a@b..example",
        ".a@b.example",
        "王@kehu.example",
        "a" * 250 + "@b.example",
        "",
    ],
)
@pytest.mark.parametrize("field", ["recipient", "sender"])
def test_addresses_that_are_none_are_refused(address, field):
    with pytest.raises(UnsafeMail):
        composed(mail=replace(MAIL, **{field: address}))


def test_a_file_name_cannot_smuggle_a_header():
    with pytest.raises(UnsafeMail):
        composed(mail=replace(MAIL, attachments=(Attachment("a\r\nX: y.pdf", "application/pdf", b""),)))


@given(
    subject=st.text(max_size=120),
    name=st.text(max_size=60),
    text=st.text(max_size=300),
)
def test_any_text_is_carried_whole_or_refused(subject, name, text):
    mail = replace(MAIL, subject=subject, recipient_name=name, text=text)
    try:
        content = composed(mail=mail)
    except UnsafeMail:
        return
    assert content.isascii() and content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert not any(line.startswith(b".") and not line.startswith(b"..") for line in content.split(b"\r\n"))
    assert max(map(len, content.split(b"\r\n"))) <= 998
    parsed = message_from_bytes(content, policy=policy.default)
    assert {name.lower() for name in parsed} == HEADERS
    assert len(parsed["To"].addresses) == 1 and parsed["To"].addresses[0].addr_spec == "wang@kehu.example"


def test_lines_that_begin_with_a_dot_are_doubled():
    pdf = Attachment("a.pdf", "application/pdf", b"x")
    assert b"\r\n.\r\n" not in composed(mail=replace(MAIL, text=".\n.\n", attachments=(pdf,)))


@pytest.mark.parametrize("field", ["subject", "text", "html"])
def test_what_no_encoding_can_carry_is_refused(field: str):
    with pytest.raises(UnsafeMail):
        composed(mail=replace(MAIL, **cast(Any, {field: "a\ud800b"})))
