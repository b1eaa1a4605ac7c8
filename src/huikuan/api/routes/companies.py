"""Own companies."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from huikuan.accounts.queries import companies
from huikuan.api.answers import Companies, CompanyOut, Fault
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.kernel.actor import Verb

router = Router(tags=["companies"])


@router.get("/companies", response={200: Companies, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_companies(request: HttpRequest) -> Companies:
    """The own companies that the token may see."""
    rows = companies(actor=caller_of(request=request).actor)
    return Companies(items=[CompanyOut.model_validate(row) for row in rows])
