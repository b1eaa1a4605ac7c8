"""The only door to documents: one is reached by a purpose and an owner it is kept for, never by its id alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huikuan.documents.models import DocumentUse
from huikuan.documents.rules import Purpose


def uses_for(*, purpose: Purpose, owner_ids: Iterable[int]) -> QuerySet[DocumentUse]:
    """What is kept for these owners and this purpose; the caller has checked that the actor may see the owners."""
    return DocumentUse.objects.filter(purpose=purpose.value, owner_id__in=list(owner_ids)).select_related("document")
