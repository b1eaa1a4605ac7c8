"""Secrets of channels: only this installation opens them, and a change to a sealed text is noticed."""

from huikuan.outbox.secret_rules import fingerprint, opened, sealed

VALUES = {"url": "https://open.feishu.cn/hook/KEY", "body": {"a": ["b", 1]}}


def test_only_the_secret_that_sealed_opens() -> None:
    text = sealed(secret="s" * 50, values=VALUES)
    assert "KEY" not in text
    assert opened(secret="s" * 50, text=text) == VALUES
    assert opened(secret="t" * 50, text=text) is None
    assert opened(secret="s" * 50, text=text[:-3] + "AAA") is None
    assert opened(secret="s" * 50, text="") is None


def test_a_fingerprint_tells_values_apart_and_names_none() -> None:
    prints = {fingerprint(secret=secret, values={"key": value}) for secret in "ab" for value in "xy"}
    assert len(prints) == 4
    assert fingerprint(secret="a", values={"key": "x"}) in prints
