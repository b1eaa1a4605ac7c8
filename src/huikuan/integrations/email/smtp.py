"""Delivery by SMTP, one conversation a message, so that what failed is known to the byte (TRUST D1, D4).

A message counts as handed over only when its final dot may have left: every failure before that is known not to be
accepted, every failure after that without a clear reply is uncertain. A connection is never used for a second message:
a reply that comes late or twice could be taken for the answer to the next one.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

from huikuan.integrations.email.composing import UnsafeMail, composed
from huikuan.integrations.email.server_url import MailServer, Tls
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain, Withdrawn

_LINE_END = b"\r\n"
_GO_AHEAD = 354
_OURS_TO_MEND = frozenset({Phase.CONNECT, Phase.SIGN_IN, Phase.SENDER})
"""A refusal here concerns our own account or address, not the message: it is tried again, not given up."""


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds to wait; RFC 5321 §4.5.3.2 asks for ten minutes after the final dot. `whole` stays below the outbox lease."""

    connect: int = 30
    command: int = 120
    content: int = 180
    reply: int = 600
    whole: int = 1_000


class SmtpChannel:
    """Delivers through one mail server."""

    def __init__(self, *, server: MailServer, limits: TimeLimits | None = None) -> None:
        self._server = server
        self._limits = limits or TimeLimits()

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Hand the message over once; `may_transmit` is asked when the server is ready for the content."""
        try:
            content = composed(mail=mail)
        except UnsafeMail as fault:
            return Permanent(0, Phase.DATA, f"unsafe: {fault}")
        conversation = _Conversation(self._server, self._limits)
        try:
            return conversation.hold(mail, content, may_transmit)
        finally:
            conversation.close()


class _Refusal(Exception):
    """The server answered a command with something else than it should."""

    def __init__(self, code: int, reply: bytes | str) -> None:
        self.code = code
        self.reply = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        super().__init__(code)


class _Conversation:
    """One connection for one message; `phase` says how far it came."""

    def __init__(self, server: MailServer, limits: TimeLimits) -> None:
        self.server = server
        self.limits = limits
        self.phase = Phase.CONNECT
        self.smtp: smtplib.SMTP | None = None
        # The limits above start anew with every byte; a server that drips is cut off by this one.
        self.end = threading.Timer(limits.whole, self._cut_off)
        self.end.daemon = True
        self.end.start()

    def hold(self, mail: Mail, content: bytes, may_transmit: Callable[[], bool]) -> Outcome:
        try:
            smtp = self._prepared(mail)
        except _Refusal as refusal:
            return self._refused(refusal)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return self._broken_off(error)
        # Outside the try: a fault of our own database here is no fault of the server, and nothing was transmitted.
        if not may_transmit():
            return Withdrawn()
        try:
            self._transmit(smtp, content)
            return Accepted(self._final_reply(smtp))
        except _Refusal as refusal:
            return self._refused(refusal)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return self._broken_off(error)

    def close(self) -> None:
        self.end.cancel()
        if self.smtp is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
            self._wait_at_most(2)
            if self.phase is Phase.END:
                self.smtp.quit()
        with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
            self.smtp.close()

    def _prepared(self, mail: Mail) -> smtplib.SMTP:
        smtp = self._connected()
        self.phase = Phase.SIGN_IN
        self._wait_at_most(self.limits.command)
        _expect(250, smtp.ehlo())
        if self.server.tls is Tls.STARTTLS:
            smtp.starttls(context=_context(self.server))
            _expect(250, smtp.ehlo())
        if self.server.user:
            smtp.login(self.server.user, self.server.password)
        self.phase = Phase.SENDER
        _expect(250, smtp.mail(mail.sender))
        self.phase = Phase.RECIPIENT
        _expect(250, smtp.rcpt(mail.recipient))
        self.phase = Phase.DATA
        _expect(_GO_AHEAD, smtp.docmd("DATA"))
        return smtp

    def _connected(self) -> smtplib.SMTP:
        name = self.server.greeting_name or socket.gethostname() or "localhost"
        if self.server.tls is Tls.IMPLICIT:
            self.smtp = smtplib.SMTP_SSL(
                local_hostname=name, timeout=self.limits.connect, context=_context(self.server)
            )
        else:
            self.smtp = smtplib.SMTP(local_hostname=name, timeout=self.limits.connect)
        # starttls() checks the certificate against this name, which only the constructor would set.
        self.smtp._host = self.server.host  # type: ignore[attr-defined]
        _expect(220, self.smtp.connect(self.server.host, self.server.port))
        return self.smtp

    def _transmit(self, smtp: smtplib.SMTP, content: bytes) -> None:
        self.phase = Phase.CONTENT
        self._wait_at_most(self.limits.content)
        smtp.send(content)
        self.phase = Phase.END
        smtp.send(b"." + _LINE_END)

    def _final_reply(self, smtp: smtplib.SMTP) -> str:
        self._wait_at_most(self.limits.reply)
        code, reply = smtp.getreply()
        if code // 100 != 2:
            raise _Refusal(code, reply)
        return f"{code} {reply.decode('utf-8', 'replace')}"

    def _refused(self, refusal: _Refusal) -> Outcome:
        kind = refusal.code // 100
        if kind == 5 and self.phase not in _OURS_TO_MEND:
            return Permanent(refusal.code, self.phase, refusal.reply)
        if kind in (4, 5) or self.phase is not Phase.END:
            return Retryable(max(refusal.code, 0), self.phase, refusal.reply)
        return Uncertain(self.phase, f"{refusal.code} {refusal.reply}")

    def _broken_off(self, error: Exception) -> Outcome:
        if isinstance(error, smtplib.SMTPResponseException) and self.phase is not Phase.END:
            return self._refused(_Refusal(error.smtp_code, error.smtp_error))
        told = f"{type(error).__name__}: {error}"
        return Uncertain(self.phase, told) if self.phase is Phase.END else Retryable(0, self.phase, told)

    def _cut_off(self) -> None:
        if self.smtp is not None and self.smtp.sock is not None:
            with contextlib.suppress(OSError):
                self.smtp.sock.shutdown(socket.SHUT_RDWR)

    def _wait_at_most(self, seconds: int) -> None:
        if self.smtp is not None and self.smtp.sock is not None:
            self.smtp.sock.settimeout(seconds)


def _expect(wanted: int, answer: tuple[int, bytes]) -> None:
    code, reply = answer
    fits = code // 100 == wanted // 100 if wanted == 250 else code == wanted
    if not fits:
        raise _Refusal(code, reply)


def _context(server: MailServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca_file or None)
