"""A sign of life for who watches the service; it says nothing else."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest
from ninja import Router

from huikuan.api.answers import Fault, Health
from huikuan.api.faults import STATUSES

router = Router(tags=["health"])


@router.get("/health", response={200: Health, STATUSES: Fault}, auth=None)
def health(request: HttpRequest) -> Health:
    """Whether the service answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Health(status="ok")
