"""What the program says of itself: one JSON object a line on standard error, in UTC, kept by whoever runs it (TRUST S33)."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_SECRET = re.compile(r"(/link/)[\w-]+")
"""A one-time link is as good as a password until it was opened."""


class JsonLines(logging.Formatter):
    """Time, level, logger, event, then what the caller added; a line break in any of it cannot begin a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        added = {name: value for name, value in vars(record).items() if name not in _OWN and name not in said}
        said |= {name: value for name, value in added.items() if value is None or isinstance(value, (str, int))}
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return _SECRET.sub(r"\1...", json.dumps(said))


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is now, not to what it was when the program began."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as one line."""
        self.stream = sys.stderr
        super().emit(record)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json_lines": {"()": "huikuan.config.logs.JsonLines"}},
    "handlers": {"standard_error": {"class": "huikuan.config.logs.StandardError", "formatter": "json_lines"}},
    "root": {"handlers": ["standard_error"], "level": "WARNING"},
    "loggers": {
        "huikuan.security": {"level": "INFO"},
        # Refusals are told by `huikuan.security`, faults under their reference number by `huikuan.web` and `huikuan.api`.
        "django.request": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "CRITICAL"},
    },
}
