"""How many calls a token or an address may make in a minute (TRUST S20, S24), counted in this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from math import ceil
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from huikuan.kernel.networks import caller_address, network_of

WINDOW = timedelta(minutes=1)
MOST_KEYS = 20_000
FAILED_A_MINUTE = 30
ADDRESS_SHARE = 5
"""An address may stand for an office of several tokens."""


class Counter:
    """Calls by key within a minute that begins with the first of them; memory is bounded by the number of keys."""

    def __init__(self, *, allowed: Callable[[], int]) -> None:
        self._allowed = allowed
        self._windows: dict[str, tuple[datetime, int]] = {}
        self._lock = Lock()

    def take(self, *, key: str, now: datetime) -> int:
        """Count a call; 0 if it is allowed, else the seconds until the next one is."""
        with self._lock:
            started, calls = self._window(key, now)
            self._windows[key] = (started, calls + 1)
        return 0 if calls < self._allowed() else _seconds_until(started + WINDOW, now)

    def seconds_closed(self, *, key: str, now: datetime) -> int:
        """The seconds until a call is allowed, 0 if it is allowed now; counts nothing."""
        with self._lock:
            started, calls = self._window(key, now)
        return 0 if calls < self._allowed() else _seconds_until(started + WINDOW, now)

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._windows.clear()

    def _window(self, key: str, now: datetime) -> tuple[datetime, int]:
        if len(self._windows) > MOST_KEYS:
            for oldest in list(islice(self._windows, MOST_KEYS // 2)):
                del self._windows[oldest]
        started, calls = self._windows.get(key, (now, 0))
        return (now, 0) if now >= started + WINDOW else (started, calls)


by_token = Counter(allowed=lambda: settings.API_CALLS_PER_MINUTE)
by_address = Counter(allowed=lambda: settings.API_CALLS_PER_MINUTE * ADDRESS_SHARE)
failed_by_address = Counter(allowed=lambda: FAILED_A_MINUTE)


def caller_network(*, request: HttpRequest) -> str:
    """The address a call comes from, an IPv6 one by its /64; forwarding headers count behind a trusted proxy (S35)."""
    address = caller_address(
        remote=str(request.META.get("REMOTE_ADDR", "")),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
        trusted=settings.TRUSTED_PROXIES,
    )
    return network_of(address=address)


def _seconds_until(moment: datetime, now: datetime) -> int:
    return max(1, ceil((moment - now).total_seconds()))
