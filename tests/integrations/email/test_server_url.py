"""Which server a URL names, and which URLs are refused."""

from __future__ import annotations

import pytest

from huikuan.integrations.email.server_url import BadServerUrl, MailServer, Tls, mail_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtps://ar%40jia.example:s%3Acret@mail.example",
            MailServer("mail.example", 465, Tls.IMPLICIT, "ar@jia.example", "s:cret"),
        ),
        ("smtp://mail.example", MailServer("mail.example", 587, Tls.STARTTLS)),
        (
            "smtp://mail.example:2525?tls=starttls&ca=/etc/ca.pem",
            MailServer("mail.example", 2525, Tls.STARTTLS, ca_file="/etc/ca.pem"),
        ),
        ("smtp://relay.lan:25?tls=none&name=erp.lan", MailServer("relay.lan", 25, Tls.NONE, greeting_name="erp.lan")),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025, Tls.NONE)),
        ("smtp://u:p@[::1]:1025", MailServer("::1", 1025, Tls.NONE, "u", "p")),
    ],
)
def test_servers(url, server):
    assert mail_server(url=url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:99999",
        "smtp://mail.example:abc",
        "smtp://mail.example?tls=maybe",
        "smtp://mail.example?verify=off",
        "smtp://user:secret@mail.example?tls=none",
    ],
)
def test_refused(url):
    with pytest.raises(BadServerUrl) as fault:
        mail_server(url=url)
    assert "secret" not in str(fault.value)


def test_the_password_is_not_shown():
    assert "s3cret" not in repr(mail_server(url="smtps://u:s3cret@mail.example"))
