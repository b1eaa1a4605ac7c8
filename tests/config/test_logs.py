"""A line of the log as it leaves the program: one JSON object, in UTC, with what the caller added and no line more."""

from __future__ import annotations

import logging

import pytest

from huikuan.config.logs import LOGGING, JsonLines
from tests.log_lines import Lines, emitted_lines


@pytest.fixture
def emitted(capsys: pytest.CaptureFixture[str]) -> Lines:
    return emitted_lines(capsys)


def test_the_security_log_is_written_with_what_was_added(emitted: Lines) -> None:
    extra = {"user_id": 7, "address": "192.0.2.1", "verb": None, "request": object()}
    logging.getLogger("huikuan.security").info("signed in", extra=extra)
    (line,) = emitted()
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "huikuan.security",
        "event": "signed in",
        "user_id": 7,
        "address": "192.0.2.1",
        "verb": None,
    }


def test_other_logs_speak_up_only_to_warn(emitted: Lines) -> None:
    logging.getLogger("huikuan.anything").info("quiet")
    logging.getLogger("django.request").warning("Not Found")
    logging.getLogger("huikuan.anything").warning("loud")
    assert [line["event"] for line in emitted()] == ["loud"]


def test_what_people_type_begins_no_line_of_its_own(emitted: Lines) -> None:
    forged = 'x\n{"event": "signed in"}\r\u2028'
    logging.getLogger("huikuan.security").warning("refused %s", forged, extra={"path": forged})
    (line,) = emitted()
    assert (line["event"], line["path"]) == (f"refused {forged}", forged)


def test_a_fault_is_one_line_with_its_traceback(emitted: Lines) -> None:
    try:
        raise ValueError("no\nline")
    except ValueError:
        logging.getLogger("huikuan.web").exception("reference %s", "AB12")
    (line,) = emitted()
    assert line["event"] == "reference AB12"
    assert line["fault"].startswith("Traceback")
    assert line["fault"].endswith("ValueError: no\nline")


def test_a_one_time_link_is_not_told() -> None:
    record = logging.makeLogRecord({"msg": "GET /link/s3-cr_et/", "path": "/link/s3-cr_et/"})
    assert "s3-cr" not in JsonLines().format(record)
    assert set(LOGGING["handlers"]) == {"standard_error"}  # type: ignore[call-overload]
