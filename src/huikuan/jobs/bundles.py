"""The bundles of evidence that somebody ordered, made outside the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from huikuan.evidence.operations.bundling import Maker
from huikuan.evidence.operations.ordering import make_ordered
from huikuan.integrations.paper_binding import PaperBinder


def make_bundles(*, clock: Callable[[], datetime], zone: tzinfo, stopped: Callable[[], bool] = lambda: False) -> int:
    """Make what waits, originals bound in behind the index; how many bundles are ready now."""
    return make_ordered(clock=clock, maker=Maker(PaperBinder(), zone), stopped=stopped)
