"""A server that misbehaves at every step: what the channel says is never better than what the server's log shows."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import repeat

import pytest

from huikuan.integrations.email.server_url import MailServer, Tls, mail_server
from huikuan.integrations.email.smtp import SmtpChannel, TimeLimits
from huikuan.outbox.ports import Attachment, Mail
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain, Withdrawn
from tests.mail_sink import CERTIFICATE, KEEPS, Manner, Sink, sink_with

LIMITS = TimeLimits(connect=2, command=2, content=2, reply=1, whole=3)
MAIL = Mail(
    message_id="<1@jia.example>",
    sender="ar@jia.example",
    sender_name="甲方贸易有限公司",
    recipient="wang@kehu.example",
    recipient_name="王经理",
    reply_to="li@jia.example",
    subject="付款提醒：第 1 号",
    text="您好\n.以点开头的一行\n",
    html="<p>您好</p>",
    language="zh-hans",
    at=datetime(2026, 3, 2, 2, tzinfo=UTC),
    attachments=(Attachment("催款函 HK-1.pdf", "application/pdf", b"%PDF-1.7 \r\n.\r\n" + bytes(range(256))),),
)


@pytest.fixture
def sinks() -> Iterator[list[Sink]]:
    made: list[Sink] = []
    yield made
    for sink in made:
        sink.stop()


def deliver(sink: Sink, *, may: bool = True) -> Outcome:
    channel = SmtpChannel(server=mail_server(url=sink.url), limits=LIMITS)
    return channel.deliver(mail=MAIL, may_transmit=lambda: may)


def expected(manner: Manner) -> tuple[type, Phase | None]:
    name = manner.value
    if manner in (Manner.OK, Manner.SLOW, Manner.ANSWERS_TWICE):
        return Accepted, None
    if manner in (Manner.DROP_END_TAKEN, Manner.DROP_END_LOST, Manner.DELAYED, Manner.DRIPPING, Manner.GARBAGE_END):
        return Uncertain, Phase.END
    phases = {
        "GREETING": Phase.CONNECT,
        "EHLO": Phase.SIGN_IN,
        "MAIL": Phase.SENDER,
        "RCPT": Phase.RECIPIENT,
        "DATA": Phase.DATA,
        "CONTENT": Phase.CONTENT,
        "END": Phase.END,
        "EARLY": Phase.SENDER,
    }
    phase = next(phase for part, phase in phases.items() if part in name)
    final = name.endswith("5XX") and phase in (Phase.RECIPIENT, Phase.DATA, Phase.END)
    return (Permanent if final else Retryable), phase


@pytest.mark.parametrize("manner", list(Manner))
def test_every_manner_gives_the_outcome_that_is_true(sinks: list[Sink], manner: Manner) -> None:
    sink = sink_with(manner)
    sinks.append(sink)
    outcome = deliver(sink)
    kind, phase = expected(manner)
    if manner is Manner.DROP_CONTENT and isinstance(outcome, Uncertain):
        # A short message may lie whole in the socket's buffer, dot included, before the drop is noticed.
        assert sink.kept == []
        return
    assert isinstance(outcome, kind), outcome
    assert getattr(outcome, "phase", None) == phase
    assert len(sink.kept) == (manner in KEEPS)
    if isinstance(outcome, Retryable | Permanent):
        assert sink.kept == []  # "known not accepted" is never said of a message the server holds


def test_what_arrives_is_what_was_sent(sinks: list[Sink]) -> None:
    sink = sink_with(Manner.OK)
    sinks.append(sink)
    assert isinstance(deliver(sink), Accepted)
    (mail,) = sink.kept
    assert (mail["From"], mail["To"]) == ("甲方贸易有限公司 <ar@jia.example>", "王经理 <wang@kehu.example>")
    assert (mail["Reply-To"], mail["Subject"], mail["Message-ID"]) == ("li@jia.example", MAIL.subject, MAIL.message_id)
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and text.get_content().replace("\r\n", "\n") == MAIL.text
    assert html is not None and html.get_content().strip() == MAIL.html
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("催款函 HK-1.pdf", MAIL.attachments[0].content)


def test_a_withdrawn_message_is_not_transmitted(sinks: list[Sink]) -> None:
    sink = sink_with(Manner.OK)
    sinks.append(sink)
    assert isinstance(deliver(sink, may=False), Withdrawn)
    assert sink.kept == []


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = MailServer(host="127.0.0.1", port=port, tls=Tls.NONE)
    outcome = SmtpChannel(server=server, limits=LIMITS).deliver(mail=MAIL, may_transmit=lambda: True)
    assert isinstance(outcome, Retryable) and outcome.phase is Phase.CONNECT


def test_starttls_is_required_where_it_is_wanted(sinks: list[Sink]) -> None:
    sink = sink_with(Manner.OK)
    sinks.append(sink)
    server = mail_server(url=sink.url + "?tls=starttls")
    outcome = SmtpChannel(server=server, limits=LIMITS).deliver(mail=MAIL, may_transmit=lambda: True)
    assert isinstance(outcome, Retryable) and outcome.phase is Phase.SIGN_IN
    assert sink.kept == []


def test_a_fault_of_our_own_at_the_last_moment_transmits_nothing(sinks: list[Sink]) -> None:
    sink = sink_with(Manner.OK)
    sinks.append(sink)

    def broken() -> bool:
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="database"):
        SmtpChannel(server=mail_server(url=sink.url), limits=LIMITS).deliver(mail=MAIL, may_transmit=broken)
    assert sink.kept == []


def test_unsafe_mail_never_reaches_the_server(sinks: list[Sink]) -> None:
    sink = sink_with(Manner.OK)
    sinks.append(sink)
    channel = SmtpChannel(server=mail_server(url=sink.url), limits=LIMITS)
    bad = replace(MAIL, subject="付款\r\nBcc: all@kehu.example")
    assert isinstance(channel.deliver(mail=bad, may_transmit=lambda: True), Permanent)
    assert sink.connections == 0


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_tls_with_a_certificate_we_trust_and_with_one_we_do_not(sinks: list[Sink], scheme: str) -> None:
    secured = Sink(repeat(Manner.OK), tls="implicit" if scheme == "smtps" else "starttls").start()
    sinks.append(secured)
    for query, kind, kept in ((f"&ca={CERTIFICATE}", Accepted, 1), ("", Retryable, 1)):
        server = mail_server(
            url=f"{scheme}://localhost:{secured.port}?name=erp.example{query}"
            + ("" if scheme == "smtps" else "&tls=starttls")
        )
        outcome = SmtpChannel(server=server, limits=LIMITS).deliver(mail=MAIL, may_transmit=lambda: True)
        assert isinstance(outcome, kind), outcome
        assert len(secured.kept) == kept


def test_signing_in(sinks: list[Sink]) -> None:
    guarded = Sink(repeat(Manner.OK), password="s3cret").start()
    sinks.append(guarded)

    def signed_in(password: str) -> Outcome:
        server = mail_server(url=f"smtp://ar:{password}@127.0.0.1:{guarded.port}")
        return SmtpChannel(server=server, limits=LIMITS).deliver(mail=MAIL, may_transmit=lambda: True)

    assert isinstance(signed_in("s3cret"), Accepted)
    refused = signed_in("wrong")  # ours to mend: no message fails for it
    assert isinstance(refused, Retryable) and refused.phase is Phase.SIGN_IN
    assert len(guarded.kept) == 1


def test_without_the_limit_on_the_whole_a_dripping_server_holds_the_worker(sinks: list[Sink]) -> None:
    """Negative control: each byte renews the other limits, so only the limit on the whole ends it in time."""
    sink = sink_with(Manner.DRIPPING)
    sinks.append(sink)
    channel = SmtpChannel(server=mail_server(url=sink.url), limits=replace(LIMITS, whole=60))
    begin = time.monotonic()
    outcome = channel.deliver(mail=MAIL, may_transmit=lambda: True)
    assert isinstance(outcome, Uncertain)
    assert time.monotonic() - begin > LIMITS.whole
