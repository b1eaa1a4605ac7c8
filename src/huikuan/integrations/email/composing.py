"""A message as bytes on the wire: headers encoded by the library, line breaks in them refused (TRUST S28)."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import address_fault, header_fault

_LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class UnsafeMail(ValueError):
    """An address or a header line that could carry something else than it should."""


def composed(*, mail: Mail) -> bytes:
    """The message in 7-bit lines ended by CR LF, leading dots doubled, without the final dot. Raises UnsafeMail."""
    _refuse_unsafe(mail)
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(mail.sender_name, addr_spec=mail.sender)
        message["To"] = Address(mail.recipient_name, addr_spec=mail.recipient)
        if mail.reply_to:
            message["Reply-To"] = Address(addr_spec=mail.reply_to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = mail.message_id
        message["Content-Language"] = mail.language
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text, cte="base64")
        message.add_alternative(mail.html, subtype="html", cte="base64")
        for attachment in mail.attachments:
            kind, _, subtype = attachment.content_type.partition("/")
            message.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=attachment.name)
        content = message.as_bytes()
    except (ValueError, UnicodeError) as error:
        raise UnsafeMail(type(error).__name__) from error
    return _LINE_WITH_DOT.sub(b"..", content if content.endswith(b"\r\n") else content + b"\r\n")


def _refuse_unsafe(mail: Mail) -> None:
    for address in (mail.sender, mail.recipient, *([mail.reply_to] if mail.reply_to else [])):
        if fault := address_fault(address=address):
            raise UnsafeMail(fault)
    for line in (mail.sender_name, mail.recipient_name, mail.subject, mail.message_id, mail.language):
        if fault := header_fault(text=line):
            raise UnsafeMail(fault)
    for attachment in mail.attachments:
        if fault := header_fault(text=attachment.name + attachment.content_type):
            raise UnsafeMail(fault)
