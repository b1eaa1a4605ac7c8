"""The parts that the rooms before the deal show on a customer's page: a template each, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from huikuan.customers.file_queries import people_of
from huikuan.customers.queries import CustomerRow
from huikuan.kernel.actor import Actor
from huikuan.web import clock
from huikuan.web.pages.causes import causes_part
from huikuan.web.pages.contracts import customer_contracts
from huikuan.web.pages.credit import credit_shown
from huikuan.web.pages.customer_invoices import tax_invoices_part
from huikuan.web.pages.customer_statements import customer_statements
from huikuan.web.pages.deliveries import deliveries_part
from huikuan.web.pages.disputes import disputes_part
from huikuan.web.pages.limits import limits_part
from huikuan.web.pages.openings import openings_part
from huikuan.web.pages.portal_links import portal_part
from huikuan.web.pages.promises import promises_part
from huikuan.web.pages.rating_file import section_shown
from huikuan.web.pages.securities import securities_part

Part = Callable[[Actor, int, date], object]
PARTS: Mapping[str, tuple[str, Part]] = {
    "causes": ("causes", lambda actor, pk, today: causes_part(actor=actor, customer_id=pk, today=today)),
    "evidence": ("evidence_of", lambda _actor, pk, _today: pk),
    "disputes": ("disputes", lambda actor, pk, today: disputes_part(actor=actor, customer_id=pk, today=today)),
    "promises": ("promises", lambda actor, pk, today: promises_part(actor=actor, customer_id=pk, today=today)),
    "portal": ("portal", lambda actor, pk, _today: portal_part(actor=actor, customer_id=pk, now=clock.now())),
    "openings": ("opening", lambda actor, pk, today: openings_part(actor=actor, customer_id=pk, today=today)),
    "ratings": ("rating", lambda actor, pk, _today: section_shown(actor=actor, customer_id=pk)),
    "credit": ("credit", lambda actor, pk, today: credit_shown(actor=actor, customer_id=pk, today=today)),
    "limits": ("limits", lambda actor, pk, today: limits_part(actor=actor, customer_id=pk, today=today)),
    "contracts": ("contracts", lambda actor, pk, _today: customer_contracts(actor=actor, customer_id=pk)),
    "deliveries": ("deliveries", lambda actor, pk, _today: deliveries_part(actor=actor, customer_id=pk)),
    "tax_invoices": (
        "tax_invoices",
        lambda actor, pk, today: tax_invoices_part(actor=actor, customer_id=pk, today=today),
    ),
    "statements": ("statements", lambda actor, pk, _today: customer_statements(actor=actor, customer_id=pk)),
    "securities": ("securities", lambda actor, pk, today: securities_part(actor=actor, customer_id=pk, today=today)),
}
"""By the name of the template in `web/customers/parts`: what it calls its values, and who reads them; in this order."""


def parts_of(*, actor: Actor, customer: CustomerRow, today: date) -> dict[str, Any]:
    """What the templates of `PARTS` need, their names, and the people there; a constant number of queries."""
    found: dict[str, Any] = {"parts": [f"web/customers/parts/{name}.html" for name in PARTS]}
    everybody = people_of(actor=actor, customer_id=customer.id)
    found["persons"] = tuple(person for person in everybody if person.left_on is None or person.left_on > today)
    return found | {name: read(actor, customer.id, today) for name, read in PARTS.values()}
