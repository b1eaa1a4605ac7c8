"""Addresses that are handed to people outside a page: always under the configured address, never under what a Host header says."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def one_time_address(*, token: str) -> str:
    """Where the one-time link with this token is opened (TRUST S35)."""
    return f"{settings.BASE_URL}{reverse('one_time_link', args=[token])}"
