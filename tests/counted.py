"""How many queries a piece of work costs, whatever rows Django puts into one statement on SQLite."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(work: Callable[[], object]) -> int:
    """Queries of the work. Rows of one INSERT count once: Django splits them at 999 values on SQLite, which takes 32,766."""
    with patch.object(connection.features, "max_query_params", 32_766), CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)
