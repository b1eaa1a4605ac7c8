"""Forged rows of limits."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F

from huikuan.limits.rules import LimitKind
from tests.approvals.requests import asked
from tests.guards.tables import Forge, Guard, changed, copied
from tests.limits.office import TODAY, new_office

BEFORE = TODAY - timedelta(days=400)
APPROVED = {"request__isnull": False}


def for_another_request(**values: Any) -> Forge:
    """A second proposal, for the request that has none."""

    def forge(model: type[models.Model]) -> None:
        bare = apps.get_model("approvals.Request").objects.get(title_code="WITHOUT_PROPOSAL")
        copied(request_id=bare.pk, **values)(model)

    return forge


GUARDS: tuple[Guard, ...] = (
    ("limits.LimitLine", "limits_line_once", copied()),
    ("limits.LimitLine", "limits_line_order_named", changed(order_number=F("kind"))),
    ("limits.LimitProposal", "request", copied()),
    ("limits.LimitProposal", "limits_proposal_amount", for_another_request(amount_minor=-1)),
    ("limits.LimitProposal", "limits_proposal_period", for_another_request(valid_through=BEFORE)),
    ("limits.LimitEntry", "limits_entry_none_revokes", copied({"request": None}, amount_minor=None)),
    ("limits.LimitEntry", "limits_entry_amount", copied({"request": None}, amount_minor=-1)),
    ("limits.LimitEntry", "limits_entry_period", copied({"request": None}, valid_through=BEFORE)),
    ("limits.LimitEntry", "limits_entry_requested", copied({"request": None}, source="REQUEST")),
    ("limits.LimitEntry", "limits_entry_reason", copied({"request": None}, reason="")),
    ("limits.LimitEntry", "limits_entry_once", copied(APPROVED)),
)


def ground() -> None:
    """A limit asked for and approved, one taken in, one that waits, a request without a proposal."""
    office = new_office()
    office.give()
    office.set(office.imported())
    office.ask(kind=LimitKind.TEMPORARY, valid_through=office.day(9))
    asked(office.people.owner, subject_id=999, title_code="WITHOUT_PROPOSAL")
