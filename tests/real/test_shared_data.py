"""A missing sample skips at a desk and fails on the build server."""

import pytest

from tests.real.shared_data import sample


def test_a_missing_sample_skips_with_its_reason(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no/such/file"):
        sample("no", "such", "file")


def test_a_missing_sample_fails_on_the_build_server(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no/such/file"):
        sample("no", "such", "file")
