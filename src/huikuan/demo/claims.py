"""Money of unknown payers in the demo company: announced, and claimed by whoever knows a customer it may be of."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.accounts.queries import actor_of
from huikuan.claims.operations.announcing import announce_unknown
from huikuan.claims.operations.claiming import claim_money
from huikuan.claims.queries.claims import TO_CLAIM, announced_page
from huikuan.claims.rules import ClaimDraft
from huikuan.customers.access import customers_for
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PNG
from huikuan.kernel.actor import SYSTEM

_CLAIMS = 2


def fill_claims(*, built: Built, now: datetime, today: date) -> None:
    """Announce what nobody knows, and let the first salespeople asked claim some of it."""
    announce_unknown(actor=SYSTEM, now=now, key="demo:claims:announce", today=today)
    claimed: set[int] = set()
    for person_id in built.people:
        actor = actor_of(user_id=person_id)
        if actor is None or len(claimed) == _CLAIMS:
            continue
        rows = [
            row for row in announced_page(actor=actor, which=TO_CLAIM).rows if row.concern and row.id not in claimed
        ]
        customer = customers_for(actor=actor).order_by("pk").first()
        if not rows or customer is None:
            continue
        draft = ClaimDraft(rows[0].id, customer.pk, "客户会计来电确认，附付款回单。", (), "付款回单.png", BLANK_PNG)
        claim_money(actor=actor, now=now, key=f"demo:claims:{rows[0].id}", draft=draft)
        claimed.add(rows[0].id)
